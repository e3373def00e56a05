using Xunit.Sdk;
using Xunit.v3;

// Rendering and listening use every core by themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]

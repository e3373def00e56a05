using Xunit.Sdk;
using Xunit.v3;

// Some tests measure memory or time of the whole process, so tests do not run in parallel.
[assembly: Parallelization(Mode = ParallelMode.None)]

using Xunit.Sdk;
using Xunit.v3;

// Some tests look at the memory or the time of the whole process: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

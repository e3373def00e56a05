using Xunit.Sdk;
using Xunit.v3;

// Torch's random generator and number of threads are global, so tests that set them cannot run in parallel.
[assembly: Parallelization(Mode = ParallelMode.None)]

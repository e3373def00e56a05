using Xunit.Sdk;
using Xunit.v3;

// Torch's random generator and its number of threads belong to the process: tests that set them cannot run side by
// side.
[assembly: Parallelization(Mode = ParallelMode.None)]

using Xunit.Sdk;
using Xunit.v3;

// All tests share the two containers, and one of them stops the player for a while.
[assembly: Parallelization(Mode = ParallelMode.None)]

using Xunit.Sdk;
using Xunit.v3;

// A script uses every core by itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(EmoMusic.Scripts.Tests.Scripts))]

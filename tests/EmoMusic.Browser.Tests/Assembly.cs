using EmoMusic.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

// One server and one browser for all tests; two pages that play at once would take the processor from each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(BrowserFixture))]

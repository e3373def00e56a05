using EmoMusic.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

// All tests share a server and a browser; two pages playing at once would compete for the processor.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(BrowserFixture))]

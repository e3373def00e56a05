using Xunit.Sdk;

// Three groups of tests: this one, in which they take turns, and those of Waiting and Alone.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Xunit.v3.Parallelization(Mode = ParallelMode.Collections)]

namespace EmoMusic.Serving.Tests;

/// <summary>Tests that mostly wait for processes, databases and servers of their own. They take turns, beside all others.</summary>
[CollectionDefinition]
public sealed class Waiting;

/// <summary>Tests that measure this process, its time or its meters, which all servers in it share. None of this suite runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

using EmoMusic.Serving.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.Collections)]

namespace EmoMusic.Serving.Tests;

/// <summary>Tests that measure memory or time of the whole process, or load it: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

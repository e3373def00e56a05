using System.Text.RegularExpressions;
using Microsoft.Extensions.ML;

namespace EmoMusic.Serving.Tests;

/// <summary>Folders of the server depend on each other in one direction only.</summary>
public sealed partial class ArchitectureTests
{
    // Namespaces follow folders; the root folder and Player/ itself wire the others together.
    private static readonly string[] Roots = ["", "Player"];

    private static readonly string[] PublicApi =
    [
        "BuilderExtensions", "MLOptions", "ModelLoader", "PredictionEnginePoolBuilder`2", "PredictionEnginePoolExtensions",
        "PredictionEnginePoolOptions`2", "PredictionEnginePool`2", "ServiceCollectionExtensions",
    ];

    [Fact]
    public void No_two_folders_depend_on_each_other()
    {
        var uses = Dependencies();

        Assert.Contains(("Player/Library", "Player/Data"), uses); // the scan finds them at all
        Assert.DoesNotContain(uses, use => uses.Contains((use.To, use.From)));
    }

    [Fact]
    public void Folders_have_no_dependency_cycles()
    {
        var left = Dependencies().ToList();
        while (left.Count > 0)
        {
            var used = left.Select(use => use.To).ToHashSet();
            var top = left.Where(use => !used.Contains(use.From)).ToList();
            Assert.True(top.Count > 0, $"a cycle among {string.Join(", ", left)}");
            left = [.. left.Except(top)];
        }
    }

    [Fact]
    public void The_prediction_engine_pool_references_nothing_of_ours()
    {
        var assembly = typeof(PredictionEnginePool<,>).Assembly;

        Assert.Equal("Microsoft.Extensions.ML", assembly.GetName().Name);
        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("EmoMusic", StringComparison.Ordinal));
        Assert.All(assembly.GetExportedTypes(), type => Assert.Equal("Microsoft.Extensions.ML", type.Namespace));
    }

    [Fact]
    public void The_prediction_engine_pool_exports_the_packages_types_only()
    {
        var exported = typeof(PredictionEnginePool<,>).Assembly.GetExportedTypes().Select(type => type.Name);

        Assert.Equal(PublicApi, exported.Order(StringComparer.Ordinal));
        Assert.Empty(typeof(PredictionEnginePool<,>).Assembly.GetCustomAttributes(
            typeof(System.Runtime.CompilerServices.InternalsVisibleToAttribute), inherit: false));
    }

    private static HashSet<(string From, string To)> Dependencies()
    {
        var serving = Repository.At("serving");
        var uses = from file in Directory.EnumerateFiles(serving, "*.cs", SearchOption.AllDirectories)
                   let path = Path.GetRelativePath(serving, file).Replace('\\', '/')
                   where !path.Contains("bin/") && !path.Contains("obj/")
                   let folder = Path.GetDirectoryName(path)!.Replace('\\', '/')
                   where !Roots.Contains(folder)
                   from Match use in UsingDirective().Matches(File.ReadAllText(file))
                   let used = use.Groups[1].Value.Replace('.', '/')
                   where !Roots.Contains(used) && used != folder
                   select (folder, used);
        return [.. uses];
    }

    [GeneratedRegex(@"(?m)^using EmoMusic\.Serving\.([\w.]+);")]
    private static partial Regex UsingDirective();
}

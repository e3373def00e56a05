using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests;

/// <summary>The README and the docs match the repository.</summary>
public sealed partial class ReadmeTests
{
    private readonly string readme = File.ReadAllText(Repository.At("README.md"));
    private readonly string architecture = File.ReadAllText(Repository.At("docs/architecture.md"));
    private readonly string guide = File.ReadAllText(Repository.At("docs/training.md"));

    [Fact]
    public void The_README_has_both_figures_of_the_served_model()
    {
        var metrics = JsonNode.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")))!;

        Assert.Contains($"{Figure(metrics["agreement"]!)} | {Figure(metrics)} |", readme, StringComparison.Ordinal);

        static string Figure(JsonNode exam)
        {
            var (accuracy, interval) = (exam["accuracy"]!.GetValue<double>(), exam["interval"]!.AsArray());
            return $"**{accuracy:p1}** ({interval[0]!.GetValue<double>():p1} to {interval[1]!.GetValue<double>():p1})";
        }
    }

    [Fact]
    public void The_training_guide_has_the_baselines_of_the_log()
    {
        var log = File.ReadAllText(Repository.At("training/LOG.md"));

        Assert.Equal(Baseline.All.Select(one => one.Name), BaselineLine().Matches(guide).Select(line => line.Groups[1].Value));
        Assert.All(BaselineLine().Matches(guide), line => Assert.Contains(
            $"\n| {line.Groups[1]} | {line.Groups[2]} | {line.Groups[3]} | {line.Groups[4]} | {line.Groups[5]} | ", log,
            StringComparison.Ordinal));
    }

    [Fact]
    public void All_files_on_the_path_of_a_row_exist() => Assert.All(
        RowPath().Matches(architecture), match => Assert.True(File.Exists(Repository.At(match.Value)), match.Value));

    [Fact]
    public void The_architecture_lists_exactly_the_folders_of_the_trainer()
    {
        var tree = architecture[architecture.IndexOf("training/        dotnet", StringComparison.Ordinal)..];
        tree = tree[..tree.IndexOf("serving/         dotnet", StringComparison.Ordinal)];
        var named = TreeFolder().Matches(tree).Select(match => match.Groups[1].Value);

        var folders = Directory.GetDirectories(Repository.At("training")).Select(Path.GetFileName).Except(["bin", "obj"]);
        Assert.Equal(folders.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_images_of_the_README_exist() => Assert.All(
        Picture().Matches(readme), match => Assert.True(File.Exists(Repository.At(match.Groups[1].Value)), match.Value));

    [Fact]
    public void The_README_of_training_shows_all_its_images_and_a_real_row()
    {
        var text = File.ReadAllText(Repository.At("training/README.md"));
        var rows = SyntheticFaces.Rows(seed: 42, training: 1050, validation: 4);
        var pixels = rows.PixelsOf(1053).ToArray();

        Assert.Equal(
            Directory.GetFiles(Repository.At("training/pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Picture().Matches(text).Select(match => match.Groups[1].Value.Split('/')[1]).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"\n{rows.Labels[1053]},{string.Join(' ', pixels[..14])} … {string.Join(' ', pixels[^3..])},"
            + $"{rows.Usages[1053]}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contributing_guide_runs_the_whole_suite_as_CI_does()
    {
        var contributing = File.ReadAllText(Repository.At("CONTRIBUTING.md"));

        Assert.Contains("\n.ci/run\n", contributing, StringComparison.Ordinal);
        Assert.Contains("\ndotnet test --max-parallel-test-modules 2 ", contributing, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^dotnet test --max-parallel-test-modules 2 2>&1", File.ReadAllText(Repository.At(".ci/run")));
    }

    // | majority: what it is | 24.9 % (23.5 % to 26.4 %) | 14.3 % | 1.811 |
    [GeneratedRegex(@"(?m)^\| (\w+): [^|]+ \| ([\d.]+ %) \(([^)]+)\) \| ([\d.]+ %) \| ([\d.]+) \|")]
    private static partial Regex BaselineLine();

    [GeneratedRegex(@"training/\w+/\w+\.cs")]
    private static partial Regex RowPath();

    [GeneratedRegex(@"(?m)^  (\w+)/ ")]
    private static partial Regex TreeFolder();

    [GeneratedRegex(@"!\[[^\]]+\]\(([^)]+)\)")]
    private static partial Regex Picture();
}

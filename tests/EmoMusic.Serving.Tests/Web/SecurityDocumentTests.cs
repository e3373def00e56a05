using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>docs/security.md names the test that holds each point, and that test exists.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Text = File.ReadAllText(Repository.At("docs/security.md"));

    // Of all test projects: names of classes and methods.
    private static readonly HashSet<string> Tests = [.. Directory.EnumerateFiles(Repository.At("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(file => Declarations().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))];

    public static TheoryData<string> Rows => new(Text.Split('\n')
        .SkipWhile(line => !line.StartsWith("## Uploads", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| test |", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_point_names_its_tests(string row)
    {
        var named = Quoted().Matches(row.TrimEnd('|', ' ').Split('|')[^1]).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, Tests));
    }

    [Fact]
    public void Tests_named_in_sentences_exist() => Assert.All(
        Quoted().Matches(Text).Select(match => match.Groups["name"].Value).Where(name => name.EndsWith("Tests", StringComparison.Ordinal)),
        name => Assert.Contains(name, Tests));

    [GeneratedRegex(@"(class|Task|void) (?<name>\w+)")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Quoted();
}

using System.Text.RegularExpressions;

namespace EmoMusic.Training.Tests;

/// <summary>Dependencies between the trainer's folders.</summary>
public sealed partial class FolderTests
{
    [Fact]
    public void No_two_folders_depend_on_each_other()
    {
        var folders = Directory.GetDirectories(Repository.At("training"))
            .ToDictionary(folder => Path.GetFileName(folder), Dependencies);

        Assert.Contains("Data", folders["Learning"]);
        Assert.All(folders, from => Assert.All(
            from.Value.Where(to => to != from.Key && folders.ContainsKey(to)),
            to => Assert.DoesNotContain(from.Key, folders[to])));
    }

    private static HashSet<string> Dependencies(string folder) =>
        [.. from file in Directory.GetFiles(folder, "*.cs")
            from Match match in Namespace().Matches(File.ReadAllText(file))
            select match.Groups[1].Value];

    [GeneratedRegex(@"\bEmoMusic\.Training\.(\w+)")]
    private static partial Regex Namespace();
}

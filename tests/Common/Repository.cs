namespace EmoMusic.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>FER-2013 where it is at hand: named by $FER2013, or beside the checkout.</summary>
    public static string? Fer2013 { get; } = new[]
    {
        Environment.GetEnvironmentVariable("FER2013"),
        Path.Combine(Root, "..", "shared", "data", "fer2013.csv.gz"),
    }.FirstOrDefault(File.Exists);

    /// <summary>A photo from beside the checkout; the test is skipped where it is not at hand.</summary>
    public static string Photo(string name)
    {
        var path = Path.Combine(Root, "..", "shared", "data", "photos", name);
        Assert.SkipUnless(File.Exists(path), $"needs the photo {name} in ../shared/data/photos");
        return path;
    }

    /// <summary>A path inside, given with forward slashes.</summary>
    public static string At(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

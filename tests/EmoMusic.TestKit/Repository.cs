namespace EmoMusic.TestKit;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The root folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The FER-2013 file in $FER2013, or beside the checkout; null if there is none.</summary>
    public static string? Fer2013 { get; } = new[]
    {
        Environment.GetEnvironmentVariable("FER2013"),
        Path.Combine(Root, "..", "shared", "data", "fer2013", "fer2013.csv.gz"),
    }.FirstOrDefault(File.Exists);

    /// <summary>FER+'s votes for the same rows, beside the FER-2013 file; null if there are none.</summary>
    public static string? FerPlusVotes { get; } = Fer2013 is null
        ? null : new[] { Path.Combine(Path.GetDirectoryName(Fer2013)!, "fer2013new.csv") }.FirstOrDefault(File.Exists);

    /// <summary>Path of a photo beside the checkout; skips the test if it does not exist.</summary>
    public static string Photo(string name)
    {
        var path = Path.Combine(Root, "..", "shared", "data", "photos", name);
        Assert.SkipUnless(File.Exists(path), $"needs the photo {name} in ../shared/data/photos");
        return path;
    }

    /// <summary>The full path of a file, given with forward slashes.</summary>
    public static string At(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

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

    /// <summary>A path inside, given with forward slashes.</summary>
    public static string At(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

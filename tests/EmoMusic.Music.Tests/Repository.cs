namespace EmoMusic.Music.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A path inside, given with forward slashes.</summary>
    public static string At(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

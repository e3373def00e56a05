namespace EmoMusic.Benchmarks;

/// <summary>Where things are in the checkout.</summary>
internal static class Paths
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Serving => Path.Combine(Root, "serving");

    /// <summary>The server's program, built as this one was.</summary>
    public static string Server => Path.Combine(
        Serving, Path.GetRelativePath(Path.Combine(Root, "tests", "benchmarks"), AppContext.BaseDirectory),
        "EmoMusic.Serving.dll");

    public static string Shared => Path.Combine(Root, "..", "shared", "data");

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

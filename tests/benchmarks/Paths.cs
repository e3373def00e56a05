namespace EmoMusic.Benchmarks;

/// <summary>Paths in the checkout.</summary>
internal static class Paths
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Serving => Path.Combine(Root, "serving");

    /// <summary>The folder of the published server.</summary>
    public static string Published => Path.Combine(Root, "tests", "benchmarks", "bin", "published");

    public static string Shared => Path.Combine(Root, "..", "shared", "data");

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

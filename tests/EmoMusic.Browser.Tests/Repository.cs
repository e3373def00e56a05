namespace EmoMusic.Browser.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The server program, built beside the tests in the same way.</summary>
    public static string Server => Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "EmoMusic.Browser.Tests"), "serving"),
        OperatingSystem.IsWindows() ? "EmoMusic.Serving.exe" : "EmoMusic.Serving");

    /// <summary>A photo of <c>../shared</c>; the test is skipped where it is not beside the checkout.</summary>
    public static string Photo(string name)
    {
        var path = Path.Combine(Root, "..", "shared", "data", "photos", name);
        Assert.SkipUnless(File.Exists(path), $"needs the photo {name} in ../shared/data/photos");
        return path;
    }

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "EmoMusic.sln"))
        ? folder.FullName : Find(folder.Parent!);
}

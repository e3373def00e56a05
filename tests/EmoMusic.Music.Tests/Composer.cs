namespace EmoMusic.Music.Tests;

/// <summary>data-scripts/compose-music, built once and run as a program of its own.</summary>
public sealed class Composer : IDisposable
{
    // By its full path: a test may give a PATH on which it is not found.
    private static string DotNet { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private readonly TemporaryFolder built = new();

    /// <summary>Builds it.</summary>
    public Composer()
    {
        var build = Tool.Run("dotnet", ["build", "data-scripts/compose-music", "--output", built.Path]);
        Assert.True(build.ExitCode == 0, build.Text + build.Errors);
    }

    /// <inheritdoc/>
    public void Dispose() => built.Dispose();

    internal Tool.Result Run(string[] arguments, string? path = null) =>
        Tool.Run(DotNet, [built["compose-music.dll"], .. arguments], path);
}

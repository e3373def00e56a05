namespace EmoMusic.Container.Tests;

/// <summary>The services of compose files, on ports of their own. Nothing of them is left afterwards.</summary>
internal sealed class ComposeProject(Engine engine, params string[] files) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly string name = $"emomusic-test-{Guid.NewGuid():N}"[..24];

    /// <summary>The player's port on this machine.</summary>
    public int PlayerPort { get; } = Containers.FreePort();

    /// <summary>The detector's port on this machine.</summary>
    public int DetectorPort { get; } = Containers.FreePort();

    private string Label => $"label=com.docker.compose.project={name}";

    /// <summary>Starts services of images that are there; all of them if none is named.</summary>
    public async Task UpAsync(params string[] services)
    {
        var environment = new Dictionary<string, string>
        {
            ["EMOMUSIC_IMAGE"] = Containers.Image,
            ["EMOMUSIC_DATABASE_IMAGE"] = Containers.DatabaseImage,
            ["EMOMUSIC_PLAYER_PORT"] = $"{PlayerPort}",
            ["EMOMUSIC_DETECTOR_PORT"] = $"{DetectorPort}",
        };
        var result = await Command.RunAsync(
            [.. engine.Compose, .. files.SelectMany(file => new[] { "-f", file }), "-p", name, "up", "-d", "--no-build", .. services],
            Timeout, environment);
        Assert.True(result.Succeeded, result.Output);
    }

    /// <summary>The id of a service's container.</summary>
    public Task<string> IdOfAsync(string service) => engine.AskAsync(
        "ps", "--all", "--quiet", "--filter", Label, "--filter", $"label=com.docker.compose.service={service}");

    /// <summary>Takes all of it away, also of one that did not start as a whole: compose would not.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in await ListAsync("ps", "--all", "--quiet", "--filter", Label))
        {
            await engine.RunAsync("rm", "--force", "--volumes", id);
        }

        foreach (var volume in await ListAsync("volume", "ls", "--quiet", "--filter", Label))
        {
            await engine.RunAsync("volume", "rm", volume);
        }

        await engine.RunAsync("network", "rm", $"{name}_default");
    }

    private async Task<string[]> ListAsync(params string[] arguments) =>
        (await engine.AskAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

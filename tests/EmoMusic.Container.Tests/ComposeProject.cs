namespace EmoMusic.Container.Tests;

/// <summary>Runs the services of compose files on free ports, and removes everything afterwards.</summary>
internal sealed class ComposeProject(Engine engine, params string[] files) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly string name = $"emomusic-test-{Guid.NewGuid():N}"[..24];

    /// <summary>The player's host port.</summary>
    public int PlayerPort { get; } = Containers.FreePort();

    /// <summary>The detector's host port.</summary>
    public int DetectorPort { get; } = Containers.FreePort();

    private string Label => $"label=com.docker.compose.project={name}";

    /// <summary>Starts services from existing images; all of them if none is named.</summary>
    public async Task UpAsync(params string[] services)
    {
        var environment = new Dictionary<string, string>
        {
            ["EMOMUSIC_IMAGE"] = Containers.Image,
            ["EMOMUSIC_DATABASE_IMAGE"] = Containers.DatabaseImage,
            ["EMOMUSIC_PLAYER_PORT"] = $"{PlayerPort}",
            ["EMOMUSIC_DETECTOR_PUBLISH"] = $"127.0.0.1:{DetectorPort}:7001",
        };
        var result = await Command.RunAsync(
            [.. engine.Compose, .. files.SelectMany(file => new[] { "-f", file }), "-p", name, "up", "-d", "--no-build", .. services],
            Timeout, environment);
        Assert.True(result.Succeeded, result.Output);
    }

    /// <summary>
    /// Starts another detector, as <c>docker compose up --scale detector=2</c> does; podman-compose 1.0 cannot.
    /// </summary>
    /// <returns>Its id.</returns>
    public Task<string> AddDetectorAsync() => engine.AskAsync(
        "run", "--detach", "--read-only", "--tmpfs", "/tmp", "--network", $"{name}_default", "--network-alias", "detector",
        "--label", Label["label=".Length..], "--env", "PORT=7001", "--env", "Player__BaseUrl=http://player:7000",
        Containers.Image, "--roles", "detector");

    /// <summary>The id of a service's container.</summary>
    public Task<string> IdOfAsync(string service) => engine.AskAsync(
        "ps", "--all", "--quiet", "--filter", Label, "--filter", $"label=com.docker.compose.service={service}");

    /// <summary>Removes everything, even after a partial start, which compose would not.</summary>
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

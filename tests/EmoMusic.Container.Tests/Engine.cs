namespace EmoMusic.Container.Tests;

/// <summary>A container engine on this machine, with the base images that the Dockerfile names.</summary>
/// <param name="Name">podman or docker.</param>
/// <param name="Compose">The command line of its compose.</param>
/// <param name="BuildFlags">Flags for builds. Podman's own network needs privileges that few machines grant.</param>
internal sealed record Engine(string Name, string[] Compose, string[] BuildFlags)
{
    private const string Missing = "The containers were not tried: ";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly Engine[] Known =
    [
        new("podman", ["podman-compose"], ["--network=host"]),
        new("docker", ["docker", "compose"], []),
    ];

    /// <summary>The first usable engine, or the reason why there is none.</summary>
    public static async Task<(Engine? Engine, string? Hint)> FindAsync()
    {
        var hint = Missing + "there is neither podman with podman-compose nor docker with compose.";
        foreach (var engine in Known)
        {
            if (!(await engine.RunAsync("info")).Succeeded
                || !(await Command.RunAsync([.. engine.Compose, "version"], Timeout)).Succeeded)
            {
                continue;
            }

            var images = BaseImages();
            var found = await engine.RunAsync(["image", "inspect", .. images]);
            if (found.Succeeded)
            {
                return (engine, null);
            }

            hint = $"{Missing}{engine.Name} lacks a base image. "
                + $"Run: {string.Join(" && ", images.Select(image => $"{engine.Name} pull {image}"))}";
        }

        return (null, hint);
    }

    /// <summary>Whether a container's health check succeeds.</summary>
    /// <remarks>Docker runs it periodically; podman does so only with systemd, but can be told to.</remarks>
    public async Task<bool> IsHealthyAsync(string id) => Name == "podman"
        ? (await RunAsync("healthcheck", "run", id)).Succeeded
        : await AskAsync("inspect", "--format", "{{.State.Health.Status}}", id) == "healthy";

    /// <summary>Runs the engine.</summary>
    public Task<Command.Result> RunAsync(params string[] arguments) =>
        Command.RunAsync([Name, .. arguments], Timeout);

    /// <summary>Runs the engine and returns its output; it must succeed.</summary>
    public async Task<string> AskAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.Succeeded, $"{Name} {string.Join(' ', arguments)}: {result.Output}");
        return result.Output.Trim();
    }

    /// <summary>The images that the Dockerfile begins with; the last one is what it runs on.</summary>
    public static string[] BaseImages() =>
        [.. File.ReadLines(Repository.At("serving/Dockerfile"))
            .Where(line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1])];
}

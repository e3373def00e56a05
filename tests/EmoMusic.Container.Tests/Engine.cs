namespace EmoMusic.Container.Tests;

/// <summary>A container engine on this machine, with the base images that the Dockerfile names.</summary>
/// <param name="Name">podman or docker.</param>
/// <param name="Compose">How its compose is called.</param>
/// <param name="BuildFlags">What its build needs. Podman's own network takes rights that few machines give.</param>
internal sealed record Engine(string Name, string[] Compose, string[] BuildFlags)
{
    private const string Missing = "The containers were not tried: ";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly Engine[] Known =
    [
        new("podman", ["podman-compose"], ["--network=host"]),
        new("docker", ["docker", "compose"], []),
    ];

    /// <summary>The first that can be used; or a sentence that says why none can.</summary>
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

    /// <summary>Whether a container's own health check says that all is well.</summary>
    /// <remarks>Docker asks from time to time; podman does so only where systemd is, but it can be told to.</remarks>
    public async Task<bool> IsHealthyAsync(string id) => Name == "podman"
        ? (await RunAsync("healthcheck", "run", id)).Succeeded
        : await AskAsync("inspect", "--format", "{{.State.Health.Status}}", id) == "healthy";

    /// <summary>Runs the engine.</summary>
    public Task<Command.Result> RunAsync(params string[] arguments) =>
        Command.RunAsync([Name, .. arguments], Timeout);

    /// <summary>Runs the engine and gives what it printed; it must succeed.</summary>
    public async Task<string> AskAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.Succeeded, $"{Name} {string.Join(' ', arguments)}: {result.Output}");
        return result.Output.Trim();
    }

    private static string[] BaseImages() =>
        [.. File.ReadLines(Repository.At("serving/Dockerfile"))
            .Where(line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1])];
}

namespace EmoMusic.Serving.Tests.Replicas;

/// <summary>What a Kubernetes deployment with its service does: some equal processes, replaced one by one.</summary>
/// <param name="args">Their command line.</param>
internal sealed class Deployment(params string[] args) : IAsyncDisposable
{
    // From the end of new connections to SIGTERM; as everything here, shorter than in deploy/kubernetes.
    private static readonly TimeSpan PreStop = TimeSpan.FromSeconds(0.2);

    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["ShutdownDrainSeconds"] = "2",
        ["DOTNET_TieredPGO"] = "0", // starts are what takes time here
    };

    private readonly Balancer service = new();
    private List<ServerProcess> processes = [];

    /// <summary>Where clients connect to.</summary>
    public Uri Address => service.Address;

    /// <summary>The processes, the oldest first.</summary>
    public IReadOnlyList<ServerProcess> Processes => processes;

    /// <summary>Starts some more, and waits until they are ready.</summary>
    public async Task StartAsync(int count)
    {
        processes.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync())));
        UseAll();
    }

    /// <summary>Replaces each process by a new one, which is ready before the old one ends.</summary>
    /// <returns>The exit codes of the old ones.</returns>
    public async Task<int[]> RestartAsync()
    {
        var codes = new List<int>();
        foreach (var old in processes.ToList())
        {
            processes.Add(await StartAsync());
            processes.Remove(old);
            UseAll();
            await Task.Delay(PreStop);
            codes.Add(await old.StopAsync());
            await old.DisposeAsync();
        }

        return [.. codes];
    }

    /// <summary>Kills the oldest.</summary>
    public async Task KillFirstAsync()
    {
        await processes[0].DisposeAsync();
        processes.RemoveAt(0);
        UseAll();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    private void UseAll() => service.Use(processes.Select(process => process.Http.BaseAddress!));

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(args, Environment);
}

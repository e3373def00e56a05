using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace EmoMusic.Container.Tests;

/// <summary>
/// The image, built from this checkout, and the two containers of docker-compose.yml on ports of their own. They are
/// gone afterwards; the image stays, so that the next build finds its layers.
/// </summary>
public sealed class Containers : IAsyncLifetime
{
    /// <summary>The image under test.</summary>
    public const string Image = "emomusic-test";

    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan ComposePatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MusicPatience = TimeSpan.FromSeconds(15); // the circuit breaker stays open for 3

    // What restoring and installing say without a network.
    private static readonly string[] NoNetwork =
        ["NU1301", "Temporary failure resolving", "Could not resolve", "Unable to locate package"];

    private readonly string project = $"emomusic-test-{Guid.NewGuid():N}"[..24];
    private readonly string ofProject;
    private readonly int playerPort = FreePort();
    private readonly int detectorPort = FreePort();
    private Engine? engine;
    private string? hint;

    public Containers()
    {
        ofProject = $"label=com.docker.compose.project={project}";
        Player = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{playerPort}") };
        Detector = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{detectorPort}") };
    }

    /// <summary>A client of the player's container.</summary>
    public HttpClient Player { get; }

    /// <summary>A client of the detector's container.</summary>
    public HttpClient Detector { get; }

    /// <summary>The engine that runs them; skips the test where there is none.</summary>
    internal Engine Engine
    {
        get
        {
            Assert.SkipWhen(engine is null, hint ?? "");
            return engine!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        (var found, hint) = await Engine.FindAsync();
        if (found is null || !await BuildAsync(found))
        {
            return;
        }

        engine = found;
        var clock = Stopwatch.StartNew();
        try
        {
            await ComposeAsync("up", "-d", "--no-build");
            await ReadyAsync(Player);
            await ReadyAsync(Detector);
            Say($"both containers ready {clock.Elapsed.TotalSeconds:0.0} s after compose was called");
            await MusicAsync(); // a detector that was quicker than the player asks it again after a while
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Player.Dispose();
        Detector.Dispose();
        if (engine is null)
        {
            return;
        }

        // Not by compose: whatever of it did start is to go.
        var ids = await engine.AskAsync("ps", "--all", "--quiet", "--filter", ofProject);
        foreach (var id in ids.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await engine.RunAsync("rm", "--force", id);
        }

        await engine.RunAsync("network", "rm", $"{project}_default");
    }

    /// <summary>The id of a service's container.</summary>
    internal Task<string> IdOfAsync(string service) => Engine.AskAsync(
        "ps", "--all", "--quiet", "--filter", ofProject, "--filter", $"label=com.docker.compose.service={service}");

    /// <summary>Posts a photo to the detector and reads the answer, which must be a success.</summary>
    internal async Task<JsonElement> AskAsync(string path, byte[] photo)
    {
        using var response = await Detector.PostAsync(path, new ByteArrayContent(photo));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Waits until a service calls itself ready.</summary>
    /// <returns>How long that took.</returns>
    internal static Task<TimeSpan> ReadyAsync(HttpClient service) =>
        UntilAsync(() => IsReadyAsync(service), StartPatience, $"{service.BaseAddress} is not ready");

    /// <summary>Waits until a photo sent to the detector is answered with music.</summary>
    /// <returns>How long that took.</returns>
    internal Task<TimeSpan> MusicAsync() => UntilAsync(HasMusicAsync, MusicPatience, "the detector has no music");

    /// <summary>Waits until something is so.</summary>
    /// <returns>How long that took.</returns>
    internal static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, TimeSpan patience, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < patience, $"{otherwise} after {patience.TotalSeconds} s");
            await Task.Delay(50);
        }

        return clock.Elapsed;
    }

    /// <summary>A port of this machine that nobody listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Puts a figure into the test's output.</summary>
    internal static void Say(string sentence) => TestContext.Current.SendDiagnosticMessage(sentence);

    private async Task<bool> HasMusicAsync() =>
        (await AskAsync("api/mood?face=whole", Some.Face())).GetProperty("playlist").ValueKind != JsonValueKind.Null;

    private async Task<bool> BuildAsync(Engine engine)
    {
        var clock = Stopwatch.StartNew();
        string[] line = [engine.Name, "build", .. engine.BuildFlags, "-f", "serving/Dockerfile", "-t", Image, "."];
        var build = await Command.RunAsync(["nice", "-n", "10", .. line], BuildPatience); // other tests measure time
        if (!build.Succeeded && NoNetwork.FirstOrDefault(build.Output.Contains) is { } sign)
        {
            hint = $"The containers were not tried: the image's packages could not be fetched ({sign}).";
            return false;
        }

        Assert.True(build.Succeeded, build.Output);
        var bytes = await engine.AskAsync("image", "inspect", "--format", "{{.Size}}", Image);
        Say($"image of {long.Parse(bytes) / 1e6:0} MB built in {clock.Elapsed.TotalSeconds:0} s");
        return true;
    }

    private async Task ComposeAsync(params string[] arguments)
    {
        var ports = new Dictionary<string, string>
        {
            ["EMOMUSIC_IMAGE"] = Image,
            ["EMOMUSIC_PLAYER_PORT"] = $"{playerPort}",
            ["EMOMUSIC_DETECTOR_PORT"] = $"{detectorPort}",
        };
        var result = await Command.RunAsync(
            [.. engine!.Compose, "-f", "docker-compose.yml", "-p", project, .. arguments], ComposePatience, ports);
        Assert.True(result.Succeeded, result.Output);
    }

    private static async Task<bool> IsReadyAsync(HttpClient service)
    {
        try
        {
            using var response = await service.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }
}

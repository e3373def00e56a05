using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace EmoMusic.Container.Tests;

/// <summary>
/// Builds the image from this checkout, and runs the two containers of docker-compose.yml on free ports. They are
/// removed afterwards; the image stays, so that the next build can use its layers.
/// </summary>
public sealed class Containers : IAsyncLifetime
{
    /// <summary>The image under test.</summary>
    public const string Image = "emomusic-test";

    /// <summary>The image of PostgreSQL.</summary>
    public const string DatabaseImage = "emomusic-database-test";

    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MusicTimeout = TimeSpan.FromSeconds(15); // the circuit breaker stays open for 3

    // Messages of restore and apt without a network.
    private static readonly string[] NoNetwork =
        ["NU1301", "Temporary failure resolving", "Could not resolve", "Unable to locate package"];

    private NetworkLock? network;
    private Engine? engine;
    private ComposeProject? project;
    private string? hint;

    /// <summary>A client of the player's container.</summary>
    public HttpClient Player { get; private set; } = new();

    /// <summary>A client of the detector's container.</summary>
    public HttpClient Detector { get; private set; } = new();

    /// <summary>The container engine; skips the test if there is none.</summary>
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
        network = await NetworkLock.TakeAsync();
        (var found, hint) = await Engine.FindAsync();
        if (found is null || !await BuildAsync(found, Image, "serving/Dockerfile", "."))
        {
            return;
        }

        engine = found;
        project = new ComposeProject(found, "docker-compose.yml");
        (Player, Detector) = (ClientOf(project.PlayerPort), ClientOf(project.DetectorPort));
        var clock = Stopwatch.StartNew();
        try
        {
            await project.UpAsync();
            await ReadyAsync(Player);
            await ReadyAsync(Detector);
            Say($"both containers ready {clock.Elapsed.TotalSeconds:0.0} s after compose was called");
            await MusicAsync(); // a detector that started first retries the player after a while
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
        if (project is not null)
        {
            await project.DisposeAsync();
        }

        network?.Dispose();
    }

    /// <summary>The id of a service's container.</summary>
    internal Task<string> IdOfAsync(string service)
    {
        _ = Engine;
        return project!.IdOfAsync(service);
    }

    /// <summary>Starts another detector beside the one of the compose file.</summary>
    /// <returns>Its id.</returns>
    internal Task<string> AddDetectorAsync()
    {
        _ = Engine;
        return project!.AddDetectorAsync();
    }

    /// <summary>A client of a port on this machine.</summary>
    internal static HttpClient ClientOf(int port) => new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    /// <summary>Builds the image of PostgreSQL; skips the test if its package cannot be downloaded.</summary>
    internal async Task BuildDatabaseAsync()
    {
        const string Folder = "serving/Player/Data/PostgreSql";
        var isBuilt = await BuildAsync(Engine, DatabaseImage, $"{Folder}/Dockerfile", Folder);
        Assert.SkipUnless(isBuilt, hint ?? "");
    }

    /// <summary>Builds the image on a base without a shell.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> BuildWithoutShellAsync()
    {
        const string Base = $"{Image}-base-without-shell";
        const string WithoutShell = $"{Image}-without-shell";
        const string Folder = "tests/EmoMusic.Container.Tests/NoShell";
        var isBuilt = await BuildAsync(Engine, Base, $"{Folder}/Dockerfile", Folder) && await BuildAsync(
            Engine, WithoutShell, "serving/Dockerfile", ".", "--build-context", $"{Engine.BaseImages()[^1]}=docker-image://{Base}");
        Assert.SkipUnless(isBuilt, hint ?? "");
        return WithoutShell;
    }

    /// <summary>Posts a photo to the detector, and returns the response, which must be a success.</summary>
    internal async Task<JsonElement> AskAsync(string path, byte[] photo)
    {
        using var response = await Detector.PostAsync(path, new ByteArrayContent(photo));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Waits until a service is ready.</summary>
    /// <returns>The time it took.</returns>
    internal static Task<TimeSpan> ReadyAsync(HttpClient service) =>
        UntilAsync(() => IsReadyAsync(service), StartTimeout, $"{service.BaseAddress} is not ready");

    /// <summary>Waits until the detector returns music with a photo.</summary>
    /// <returns>The time it took.</returns>
    internal Task<TimeSpan> MusicAsync() => UntilAsync(HasMusicAsync, MusicTimeout, "the detector has no music");

    /// <summary>Waits until a condition holds.</summary>
    /// <returns>The time it took.</returns>
    internal static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, TimeSpan timeout, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < timeout, $"{otherwise} after {timeout.TotalSeconds} s");
            await Task.Delay(50);
        }

        return clock.Elapsed;
    }

    /// <summary>A free port of this machine.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Writes a line to the test output.</summary>
    internal static void Say(string sentence) => TestContext.Current.SendDiagnosticMessage(sentence);

    private async Task<bool> HasMusicAsync() =>
        (await AskAsync("api/mood?face=whole", Some.Bmp(48, 48))).GetProperty("playlist").ValueKind != JsonValueKind.Null;

    private async Task<bool> BuildAsync(Engine engine, string image, string file, string folder, params string[] flags)
    {
        var clock = Stopwatch.StartNew();
        string[] line = [engine.Name, "build", .. engine.BuildFlags, .. flags, "-f", file, "-t", image, folder];
        var build = await Command.RunAsync(["nice", "-n", "10", .. line], BuildTimeout); // other tests measure time
        if (!build.Succeeded && NoNetwork.FirstOrDefault(build.Output.Contains) is { } sign)
        {
            hint = $"The containers were not tried: the image's packages could not be fetched ({sign}).";
            return false;
        }

        Assert.True(build.Succeeded, build.Output);
        var bytes = await engine.AskAsync("image", "inspect", "--format", "{{.Size}}", image);
        Say($"image {image} of {long.Parse(bytes) / 1e6:0} MB built in {clock.Elapsed.TotalSeconds:0} s");
        return true;
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

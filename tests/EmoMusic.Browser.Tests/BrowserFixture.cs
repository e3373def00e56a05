
namespace EmoMusic.Browser.Tests;

/// <summary>Shared by all tests: a server with both roles, a browser with a camera, and music.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Browsers =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];

    // Chromium without windows and prompts: the tests take a third less of the processor with it.
    private const string HeadlessShell = "/usr/bin/chromium-headless-shell";

    private readonly string folder = Directory.CreateTempSubdirectory("emomusic-").FullName;
    private readonly Dictionary<string, IBrowser> browsers = [];
    private IPlaywright? playwright;
    private ServerProcess? server;
    private PageVisit? scratch;
    private NetworkLock? network;

    /// <summary>The music folder.</summary>
    internal string Library { get; private set; } = "";

    /// <summary>The server.</summary>
    internal ServerProcess Server => server ?? throw new InvalidOperationException("the server did not start");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        network = await NetworkLock.TakeAsync();
        Library = Some.Library(Path.Combine(folder, "music"));
        server = await ServerProcess.StartAsync(Library);
        playwright = await Playwright.CreateAsync();
        SetDefaultExpectTimeout(15_000);
    }

    /// <summary>
    /// Opens the page. The camera shows the photo of one face if available, else the browser's
    /// test pattern; <paramref name="camera"/> sets its permission. Returns once
    /// <paramref name="until"/> is answered.
    /// </summary>
    internal async Task<PageVisit> OpenPageAsync(
        Camera camera = Camera.Allowed,
        Uri? address = null,
        BrowserNewContextOptions? options = null,
        string? script = null,
        string? until = "**/api/model")
    {
        var browser = await BrowserAsync(camera);
        // A service worker's requests bypass the tests' routes.
        var context = await browser.NewContextAsync(options ?? new() { ServiceWorkers = ServiceWorkerPolicy.Block });
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }

        return await PageVisit.OpenAsync(context, address ?? Server.Address, until);
    }

    /// <summary>A page in a browser that lets pages keep nothing ("block all cookies").</summary>
    internal async Task<PageVisit> OpenWithoutStorageAsync()
    {
        var profile = Path.Combine(folder, "profile");
        Directory.CreateDirectory(Path.Combine(profile, "Default"));
        await File.WriteAllTextAsync(
            Path.Combine(profile, "Default", "Preferences"), """{"profile":{"default_content_setting_values":{"cookies":2}}}""");
        var context = await playwright!.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = Installed(prompts: true), // the shell has no settings
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        });
        return await PageVisit.OpenAsync(context, Server.Address, "**/api/model");
    }

    /// <summary>A page of this size that notes its layout shifts: see <see cref="PageVisit.StoodStillAsync"/>.</summary>
    internal Task<PageVisit> OpenSizedAsync(Uri address, int width, int height) => OpenPageAsync(
        address: address, script: PageVisit.Shifts,
        options: new() { ViewportSize = new() { Width = width, Height = height }, ServiceWorkers = ServiceWorkerPolicy.Block });

    /// <summary>A page shared by tests of modules that do not touch the DOM.</summary>
    internal async Task<IPage> ScratchPageAsync() => (scratch ??= await OpenPageAsync()).Page;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (scratch is not null)
        {
            await scratch.DisposeAsync();
        }

        foreach (var browser in browsers.Values)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
        network?.Dispose();
    }

    private async Task<IBrowser> BrowserAsync(Camera camera)
    {
        string[] media = camera switch
        {
            Camera.Absent => ["--use-fake-ui-for-media-stream"],
            Camera.Denied => ["--use-fake-device-for-media-stream", "--deny-permission-prompts"],
            _ => ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", .. Video()],
        };
        var key = string.Join(' ', media);
        if (!browsers.TryGetValue(key, out var browser))
        {
            browsers[key] = browser = await playwright!.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Installed(prompts: camera == Camera.Denied),
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--autoplay-policy=document-user-activation-required",
                    "--host-resolver-rules=MAP emomusic.local 127.0.0.1",
                    .. media,
                ],
            });
        }

        return browser;
    }

    private string[] Video()
    {
        var photo = Path.Combine(Repository.Root, "..", "shared", "data", "photos", "one-face.png");
        var file = Path.Combine(folder, "camera.mjpeg");
        if (File.Exists(photo) && !File.Exists(file))
        {
            Some.Video(photo, file);
        }

        return File.Exists(file) ? [$"--use-file-for-fake-video-capture={file}"] : [];
    }

    private static string Installed(bool prompts)
    {
        var suitable = prompts ? Browsers : [HeadlessShell, .. Browsers];
        var found = Environment.GetEnvironmentVariable("CHROMIUM") ?? suitable.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "needs a browser: apt install chromium, or name one in $CHROMIUM");
        return found!;
    }
}

/// <summary>Camera and permission.</summary>
internal enum Camera
{
    /// <summary>A camera with permission.</summary>
    Allowed,

    /// <summary>A camera without permission.</summary>
    Denied,

    /// <summary>No camera.</summary>
    Absent,
}

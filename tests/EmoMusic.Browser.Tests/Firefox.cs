using System.Diagnostics;

namespace EmoMusic.Browser.Tests;

/// <summary>A Firefox without a window, with an empty profile, a made-up camera and a sound device that nobody hears, driven by WebDriver BiDi.</summary>
public sealed class Firefox : IAsyncDisposable
{
    private const string Listening = "WebDriver BiDi listening on ";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private const string Pulse = "/usr/bin/pulseaudio";
    private static readonly string[] Programs = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

    // Nothing from Mozilla's servers, no first-run page, and the browser's own rule for autoplay.
    private static readonly string[] Settings =
    [
        """user_pref("app.normandy.enabled", false);""",
        """user_pref("app.update.disabledForTesting", true);""",
        """user_pref("browser.safebrowsing.downloads.remote.enabled", false);""",
        """user_pref("browser.shell.checkDefaultBrowser", false);""",
        """user_pref("datareporting.policy.dataSubmissionEnabled", false);""",
        """user_pref("intl.accept_languages", "en-GB");""",
        """user_pref("media.navigator.permission.disabled", true);""",
        """user_pref("media.navigator.streams.fake", true);""",
        """user_pref("network.captive-portal-service.enabled", false);""",
        """user_pref("network.connectivity-service.enabled", false);""",
        """user_pref("services.settings.server", "data:,");""",
        """user_pref("toolkit.telemetry.server", "data:,");""",
    ];

    private readonly TemporaryFolder folder = new(); // profile and socket
    private readonly List<Process> processes = [];
    private BidiSession? session;

    /// <summary>Opens the page as a new visitor; starts the browser first, or skips the test where there is none.</summary>
    internal async Task<FirefoxPage> OpenPageAsync(Uri address, int width = 1280, int height = 800) =>
        await FirefoxPage.OpenAsync(session ??= await StartAsync(), address, width, height);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (session is not null)
        {
            await session.DisposeAsync();
        }

        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Dispose();
    }

    private async Task<BidiSession> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("FIREFOX") ?? Array.Find(Programs, File.Exists);
        Assert.SkipWhen(program is null, "needs Firefox: apt-get install firefox-esr, or name one in $FIREFOX");
        Assert.SkipUnless(File.Exists(Pulse), "needs a sound device for Firefox: apt-get install pulseaudio");
        var sound = Start(Pulse, "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes",
            "--load=module-null-sink", $"--load=module-native-protocol-unix socket={folder["sound"]} auth-anonymous=1");
        sound.BeginErrorReadLine();
        await File.WriteAllLinesAsync(folder["user.js"], Settings);
        var process = Start(
            program!, "--headless", "--no-remote", "--profile", folder.Path, "--remote-debugging-port", "0");
        var address = new TaskCompletionSource<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) is true)
            {
                address.TrySetResult(line.Data[Listening.Length..]);
            }
        };
        process.BeginErrorReadLine();
        return await BidiSession.OpenAsync(new Uri($"{await address.Task.WaitAsync(Timeout)}/session"));
    }

    // In the folder as its home, where nothing of the person at this machine is touched.
    private Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = folder.Path, ["XDG_RUNTIME_DIR"] = folder.Path, ["PULSE_SERVER"] = $"unix:{folder["sound"]}" },
        })!;
        processes.Add(process);
        process.BeginOutputReadLine();
        return process;
    }
}

using System.Diagnostics;

namespace EmoMusic.Browser.Tests;

/// <summary>A Firefox without a window, with an empty profile and a made-up camera, driven by WebDriver BiDi.</summary>
public sealed class Firefox : IAsyncDisposable
{
    private const string Listening = "WebDriver BiDi listening on ";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
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

    private Process? process;
    private TemporaryFolder? profile;
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

        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        profile?.Dispose();
    }

    private async Task<BidiSession> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("FIREFOX") ?? Array.Find(Programs, File.Exists);
        Assert.SkipWhen(program is null, "needs Firefox: apt-get install firefox-esr, or name one in $FIREFOX");
        profile = new TemporaryFolder();
        await File.WriteAllLinesAsync(Path.Combine(profile.Path, "user.js"), Settings);
        process = Process.Start(new ProcessStartInfo(
            program!, ["--headless", "--no-remote", "--profile", profile.Path, "--remote-debugging-port", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var address = new TaskCompletionSource<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) is true)
            {
                address.TrySetResult(line.Data[Listening.Length..]);
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return await BidiSession.OpenAsync(new Uri($"{await address.Task.WaitAsync(Timeout)}/session"));
    }
}

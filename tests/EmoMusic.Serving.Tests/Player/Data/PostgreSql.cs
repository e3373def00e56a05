using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(EmoMusic.Serving.Tests.Player.Data.PostgreSql))]

namespace EmoMusic.Serving.Tests.Player.Data;

/// <summary>
/// Debian's PostgreSQL in a temporary folder and on a free port. It starts with the first test
/// that needs a database, and stops after the last.
/// </summary>
public sealed class PostgreSql : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"emomusic-postgresql-{Guid.NewGuid():n}");
    private readonly SemaphoreSlim starting = new(1);
    private string? bin;
    private int port;

    /// <summary>The connection string of a new database; skips the test if PostgreSQL is not installed.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        Assert.SkipUnless(Directory.Exists(Programs), "there is no PostgreSQL: apt-get install postgresql");
        await starting.WaitAsync();
        try
        {
            if (bin is null)
            {
                bin = Path.Combine(Directory.GetDirectories(Programs).Order().Last(), "bin");
                port = FreePort();
                await RunAsync("initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
                await StartAsync();
            }
        }
        finally
        {
            starting.Release();
        }

        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=test_{Guid.NewGuid():n}";
    }

    /// <summary>The folder of its databases.</summary>
    public string Files => Path.Combine(folder, "base");

    /// <summary>Stops it immediately.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", folder, "-m", "immediate", "stop");

    /// <summary>Freezes its processes, so that it accepts connections and answers nothing, until the result is disposed.</summary>
    public async Task<IAsyncDisposable> FreezeAsync()
    {
        await SignalAsync("STOP");
        return new Frozen(this);
    }

    /// <summary>Starts it again.</summary>
    public Task StartAsync() => RunAsync(
        "pg_ctl", "-D", folder, "-l", Path.Combine(folder, "log"), "-w", "-o",
        $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum_naptime=1", "start");

    public async ValueTask DisposeAsync()
    {
        if (bin is not null)
        {
            await StopAsync();
            Directory.Delete(folder, recursive: true);
        }

        starting.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        var parent = File.ReadLines(Path.Combine(folder, "postmaster.pid")).First();
        using var process = Process.Start("sh", ["-c", $"kill -{signal} {parent} $(pgrep -P {parent})"])!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    // It does not run as root.
    private async Task RunAsync(string program, params string[] args)
    {
        string[] command = [Path.Combine(bin!, program), .. args];
        command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null", "sh", .. command])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Frozen(PostgreSql postgreSql) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await postgreSql.SignalAsync("CONT");
    }
}

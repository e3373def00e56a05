using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EmoMusic.Benchmarks;

/// <summary>The published server, as in its container, in its own process.</summary>
internal sealed class RunningServer : IDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo memory;

    private RunningServer(Process process, DirectoryInfo memory, Uri address, TimeSpan startup)
    {
        this.process = process;
        this.memory = memory;
        Http = new HttpClient { BaseAddress = address };
        Startup = startup;
    }

    /// <summary>A client with persistent connections.</summary>
    public HttpClient Http { get; }

    /// <summary>Time from process start to /health/ready.</summary>
    public TimeSpan Startup { get; }

    /// <summary>Working set in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Open file descriptors; 0 on other systems than Linux.</summary>
    public int Descriptors => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length : 0;

    /// <summary>Size of its database's files in megabytes.</summary>
    public double DatabaseMegabytes => memory.EnumerateFiles().Sum(file => file.Length) / 1048576.0;

    /// <summary>Publishes it as its Dockerfile does, with ReadyToRun.</summary>
    public static async Task PublishAsync()
    {
        Console.WriteLine("publishing the server");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", [
            "publish", Paths.Serving, "-c", "Release", "-p:PublishReadyToRun=true", "-o", Paths.Published, "-v", "quiet"]))!;
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException("The server cannot be published; see above.");
        }
    }

    /// <summary>Starts it, with further arguments and nothing in its memory, and waits until it is ready.</summary>
    public static Task<RunningServer> StartAsync(params string[] args) => StartAsync(new DirectoryInfo(Paths.Published), args);

    /// <summary>Starts the one that was published to a folder.</summary>
    public static async Task<RunningServer> StartAsync(DirectoryInfo published, params string[] args)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var memory = Directory.CreateTempSubdirectory("emomusic-benchmark-");
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(published.FullName, "EmoMusic.Serving.dll"), "--urls", address.ToString(), "--Logging:LogLevel:Default=Warning",
            "--Player:Database", $"Data Source={memory.FullName}/player.db", .. args]);
        start.Environment["DOTNET_GCgen0size"] = "0x400000"; // as its Dockerfile does
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = address };
        while (!await IsReadyAsync(http))
        {
            await Task.Delay(5);
        }

        return new(process, memory, address, clock.Elapsed);
    }

    /// <summary>Milliseconds of each of a number of consecutive requests.</summary>
    /// <param name="visitors">Whether each uses a new connection.</param>
    public async Task<double[]> TimesAsync(string path, byte[] photo, int count, bool visitors = false)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(photo) };
            request.Headers.ConnectionClose = visitors;
            using var response = await Http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        return times;
    }

    /// <summary>Requests per second, measured by wrk.</summary>
    public double Wrk(string path, byte[] photo, int connections, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("emomusic-wrk-");
        var (body, script) = (Path.Combine(folder.FullName, "photo"), Path.Combine(folder.FullName, "post.lua"));
        File.WriteAllBytes(body, photo);
        File.WriteAllText(script, $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "image/png"
            wrk.body = io.open("{body}", "rb"):read("*a")
            """);
        try
        {
            var start = new ProcessStartInfo("wrk", [
                "-t1", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", "-s", script,
                new Uri(Http.BaseAddress!, path).ToString()])
            {
                RedirectStandardOutput = true,
            };
            using var wrk = Process.Start(start)!;
            var report = wrk.StandardOutput.ReadToEnd();
            return report.Contains("Non-2xx")
                ? throw new InvalidOperationException($"the server refused some of wrk's requests:\n{report}")
                : double.Parse(report.Split("Requests/sec:")[1].Split('\n')[0], CultureInfo.InvariantCulture);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        process.Kill(); // before its client: what is under way meets the kill
        process.WaitForExit();
        process.Dispose();
        Http.Dispose();
        memory.Delete(recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

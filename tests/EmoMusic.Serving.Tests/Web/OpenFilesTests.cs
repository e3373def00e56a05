using System.Net.Sockets;

namespace EmoMusic.Serving.Tests.Web;

[Collection<Waiting>]
public sealed class OpenFilesTests
{
    private const string Music = "--roles player";

    [Fact]
    public async Task Too_few_open_files_for_a_start_are_reported()
    {
        var (exitCode, error) = await ServerProcess.RunAsync(
            [.. Music.Split(' '), "--urls", "http://127.0.0.1:0"], environment: null, Limited(200));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "The limit of open files is 200, expected at least 514. Raise it: ulimit -n in a shell, LimitNOFILE of systemd, "
            + "ulimits of compose.", error);
    }

    [Fact]
    public async Task More_idle_connections_than_files_leave_the_server_alive()
    {
        using var memory = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            [.. Music.Split(' '), "--Player:Database", $"Data Source={memory["player.db"]}"], new Dictionary<string, string?>(),
            Limited(600));
        var (idle, most) = (new List<TcpClient>(), 0);
        using var stop = new CancellationTokenSource();
        var busy = Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => Spin(stop.Token), TaskCreationOptions.LongRunning)).ToList(); // connecting is quicker then than rejecting
        try
        {
            for (var number = 0; number < 800; number++)
            {
                var client = new TcpClient();
                idle.Add(client);
                client.Connect(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
                most = Math.Max(most, number % 50 == 49 ? Directory.GetFiles($"/proc/{server.Id}/fd").Length : 0);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(busy);
            idle.ForEach(client => client.Dispose());
        }

        Assert.InRange(most, 0, 500); // files that are left are what the database and the tracks need

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await server.Http.TracksAsync("happy")).Count > 0; // which needs the database and a new connection
            }
            catch (HttpRequestException)
            {
                return false; // the idle ones are not closed yet
            }
        });
    }

    private static void Spin(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Thread.SpinWait(1000);
        }
    }

    private static string[] Limited(int files) => ["bash", "-c", $"ulimit -n {files} && exec \"$@\"", "--"];
}

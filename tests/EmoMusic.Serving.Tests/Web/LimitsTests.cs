using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EmoMusic.Serving.Tests.Detector;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>A busy service rejects requests instead of queueing them forever.</summary>
public sealed class LimitsTests(SharedServer one) : IClassFixture<SharedServer>
{
    private readonly TestServer service = one.Server;

    [Fact]
    public async Task Photos_beyond_the_limit_return_503_with_retry_after()
    {
        Assert.SkipWhen(Environment.ProcessorCount > 16, "this many cores leave room for all of them");
        var photo = Some.Picture(1600, 1200);
        using var http = new HttpClient { BaseAddress = service.Address };

        var answers = await Task.WhenAll(Enumerable.Range(0, 30 * Environment.ProcessorCount)
            .Select(_ => http.PostAsync("api/emotions", new ByteArrayContent(photo))));

        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).ToList();
        Assert.InRange(refused.Count, 1, answers.Length - (2 * Environment.ProcessorCount));
        foreach (var answer in refused)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
            Assert.Equal(
                "Too many photos are being processed. Try again in a second.",
                await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        }
    }

    [Fact]
    public async Task Slow_clients_do_not_delay_others()
    {
        var head = Encoding.ASCII.GetBytes($"POST /api/emotions?face=whole HTTP/1.1\r\nHost: {service.Address.Authority}\r\n"
            + "Content-Length: 100000\r\n\r\nthe beginning of a photo");
        var slow = new List<TcpClient>();
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
        {
            var client = new TcpClient(service.Address.Host, service.Address.Port);
            await client.GetStream().WriteAsync(head);
            slow.Add(client);
        }

        var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        using var body = new ByteArrayContent(Some.Picture());
        using var answer = await service.Http.PostAsync("api/emotions?face=whole", body, timeout.Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        slow.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chunked_body_over_ten_megabytes_returns_413(bool form)
    {
        var file = new Unannounced(new byte[(10 << 20) + 1]);
        using var response = await service.Http.PostAsync(
            "api/emotions", form ? new MultipartFormDataContent { { file, "photo", "a.png" } } : file);

        Assert.Equal(
            "The photo is larger than 10 MB. Send a smaller one.",
            await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task A_photo_is_not_written_to_the_disk()
    {
        using var temporary = new TemporaryFolder();
        await using var program = await ServerProcess.StartAsync(
            ["--Player:Analyse=false"], new Dictionary<string, string?> { ["TMPDIR"] = temporary.Path, ["ASPNETCORE_TEMP"] = null });
        var written = new List<string>();
        using var watch = new FileSystemWatcher(temporary.Path) { IncludeSubdirectories = true };
        watch.Created += (_, file) => Note(file);
        watch.Changed += (_, file) => Note(file);
        watch.EnableRaisingEvents = true;
        var photo = Some.Bmp(1750, 1750);
        Assert.InRange(photo.Length, 9_000_000, 10_000_000);

        foreach (var query in new[] { "", "?face=whole" })
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "a.bmp" } };
            using var response = await program.Http.PostAsync($"api/emotions{query}", form);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var last = temporary["seen by the watch"]; // events before it were seen as well
        File.WriteAllText(last, "");
        await Eventually.TrueAsync(() => Written().Contains(last));
        Assert.Equal([last], Written().Distinct());

        void Note(FileSystemEventArgs file)
        {
            lock (written)
            {
                written.Add(file.FullPath);
            }
        }

        List<string> Written()
        {
            lock (written)
            {
                return [.. written];
            }
        }
    }

    private sealed class Unannounced(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

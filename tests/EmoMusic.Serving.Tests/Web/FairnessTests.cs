using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmoMusic.Serving.Tests.Detector;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>One client's photos shut nobody else out.</summary>
[Collection<Alone>]
public sealed class FairnessTests(SharedServer one) : IClassFixture<SharedServer>
{
    private static readonly IPAddress Another = IPAddress.Parse("127.0.0.2");

    private readonly TestServer service = one.Server;

    [Fact]
    public async Task Forty_uploads_that_never_end_keep_nobody_else_waiting()
    {
        var head = Encoding.ASCII.GetBytes($"POST /api/emotions?face=whole HTTP/1.1\r\nHost: {service.Address.Authority}\r\n"
            + "Content-Length: 100000\r\n\r\nthe beginning of a photo");
        var slow = new List<TcpClient>();
        for (var i = 0; i < 20 * Environment.ProcessorCount; i++)
        {
            var client = new TcpClient(service.Address.Host, service.Address.Port);
            await client.GetStream().WriteAsync(head);
            slow.Add(client);
        }

        await Task.Delay(200); // all have arrived
        using var other = ClientAt.From(Another, service.Address);
        using var body = new ByteArrayContent(Some.Picture());
        using var answer = await other.PostAsync("api/emotions?face=whole", body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        slow.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_client_who_waits_for_its_own_place_takes_no_place_of_others()
    {
        var photo = Some.Picture(1600, 1200);
        using var greedy = ClientAt.From(IPAddress.Loopback, service.Address);
        using var other = ClientAt.From(Another, service.Address);
        using var stop = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 30 * Environment.ProcessorCount).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await greedy.PostAsync("api/emotions", new ByteArrayContent(photo));
                await Task.Delay(answer.IsSuccessStatusCode ? 0 : 500);
            }
        }).ToList();

        for (var i = 0; i < 5; i++)
        {
            using var answer = await other.PostAsync("api/emotions?face=whole", new ByteArrayContent(Some.Picture()));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await stop.CancelAsync();
        await Task.WhenAll(flood);
    }

    [Fact]
    public async Task A_refused_client_that_tries_again_at_once_waits_for_Retry_After()
    {
        var connection = new DefaultConnectionContext();

        Assert.True(RefuseAsync().IsCompletedSuccessfully);
        var clock = Stopwatch.StartNew();
        await RefuseAsync();
        Assert.True(clock.Elapsed.TotalSeconds > 0.9, $"refused again after {clock.Elapsed}");
        await RefuseAsync();
        Assert.True(clock.Elapsed.TotalSeconds > 1.8, $"refused once more after {clock.Elapsed}");

        Task RefuseAsync()
        {
            var context = new DefaultHttpContext();
            context.Features.Set<IConnectionItemsFeature>(connection);
            return PhotoAdmission.RefuseAsync(context);
        }
    }

    [Fact]
    public async Task An_upload_that_crawls_loses_its_place()
    {
        var head = Encoding.ASCII.GetBytes($"POST /api/emotions HTTP/1.1\r\nHost: {service.Address.Authority}\r\n"
            + "Connection: close\r\nContent-Length: 100000\r\n\r\nthe beginning of a photo");

        var answer = await RawHttp.SendAsync(service.Address, head);

        Assert.Equal(408, RawHttp.StatusOf(answer));
        Assert.Contains("The photo arrived too slowly. Send it again, or a smaller one.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_from_another_sites_page_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/mood") { Content = new ByteArrayContent(Some.Picture()) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await service.Http.SendAsync(request);

        Assert.Equal(
            "Cross-site requests are not allowed. Open the page itself and try there.",
            await answer.ProblemAsync(HttpStatusCode.Forbidden));
    }
}

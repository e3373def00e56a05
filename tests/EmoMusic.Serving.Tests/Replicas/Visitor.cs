using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Replicas;

/// <summary>Sends photos, listens and likes, and notes what failed.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40); // between requests: servers are started on these cores

    private readonly HttpClient http;
    private readonly byte[] photo = Some.Picture();
    private readonly List<string> failures = [];

    public Visitor(Uri address, int number)
    {
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("Cookie", $"listener={(number + 1).ToString("x32", CultureInfo.InvariantCulture)}");
    }

    /// <summary>Requests that were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>What failed.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>Visits until it is told to stop.</summary>
    public async Task VisitAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            await SendAsync(HttpMethod.Post, "api/mood?face=whole", new ByteArrayContent(photo));
            var playlist = await SendAsync(HttpMethod.Get, "api/playlists/happy");
            if (playlist?.GetProperty("tracks") is not { } tracks || tracks.GetArrayLength() == 0)
            {
                failures.Add("no tracks");
                continue;
            }

            var track = tracks[round % tracks.GetArrayLength()].Text("id");
            await SendAsync(round % 2 == 0 ? HttpMethod.Put : HttpMethod.Delete, $"api/tracks/{track}/like");
            await SendAsync(
                HttpMethod.Post, $"api/tracks/{track}/plays", JsonContent.Create(new { mood = "happy", seconds = 30, finished = true }));
            await SendAsync(HttpMethod.Get, $"api/tracks/{track}/stream");
            await SendAsync(HttpMethod.Get, "api/library");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<JsonElement?> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        await Task.Delay(Pause);
        using var request = new HttpRequestMessage(method, path) { Content = body };
        var clock = Stopwatch.StartNew();
        try
        {
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent)
            {
                Answered++;
                return answer.Content.Headers.ContentType?.MediaType == "application/json"
                    ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
            }

            failures.Add($"{method} {path}: {answer.StatusCode} after {clock.Elapsed}, {await answer.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException error)
        {
            failures.Add($"{method} {path}: after {clock.Elapsed}, {error.Message} {error.InnerException?.Message}");
        }

        return null;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace EmoMusic.TestKit;

/// <summary>A player in its own process.</summary>
/// <param name="Http">A client for it.</param>
/// <param name="Kill">Ends it as SIGKILL does, and waits until it has ended.</param>
public sealed record RunningPlayer(HttpClient Http, Func<Task> Kill);

/// <summary>What was found after all kills.</summary>
/// <param name="Kills">How often the player was killed.</param>
/// <param name="Acknowledged">Likes, plays and deletions that it had answered with success.</param>
/// <param name="Lost">Those of them that were not there after the restart.</param>
/// <param name="Refused">Requests that it answered with an error before it was killed, such as a locked database.</param>
/// <param name="Whole">From each restart until every track was there again.</param>
public sealed record KillOutcome(int Kills, int Acknowledged, int Lost, int Refused, IReadOnlyList<TimeSpan> Whole);

/// <summary>
/// Kills a player after up to eighty writes, at no particular moment, while it scans, analyses, and sixteen listeners at once like, play and delete their data;
/// after each restart it looks for every write that was acknowledged, and for every track.
/// </summary>
/// <param name="music">Its library; each round adds a file to it.</param>
/// <param name="start">Starts it with that library and always the same database, and waits until it is ready.</param>
public sealed class KillRounds(TemporaryFolder music, Func<Task<RunningPlayer>> start)
{
    private const int Writers = 16;
    private const int Tracks = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // a hang would be endless

    /// <summary>Runs a number of rounds.</summary>
    public async Task<KillOutcome> RunAsync(int kills, int seed)
    {
        var random = new Random(seed);
        for (var track = 0; track < Tracks; track++)
        {
            AddTrack(track);
        }

        var (writers, whole) = (new List<Writer>(), new List<TimeSpan>());
        for (var kill = 0; kill <= kills; kill++)
        {
            var clock = Stopwatch.StartNew();
            var player = await start();
            var ids = await WholeAsync(player.Http, Tracks + kill);
            whole.Add(clock.Elapsed);
            if (writers.Count == 0)
            {
                writers.AddRange(Enumerable.Range(0, Writers).Select(number => new Writer(ids, number, seed)));
            }

            await Task.WhenAll(writers.Select(writer => writer.CheckAsync(player.Http)));
            if (kill < kills)
            {
                AddTrack(Tracks + kill);
                var scan = player.Http.PostAsync("api/library/scan", null);
                var writing = writers.Select(writer => writer.WriteUntilDeadAsync(player.Http)).ToArray();
                var enough = writers.Sum(writer => writer.Acknowledged) + random.Next(80);
                while (writers.Sum(writer => writer.Acknowledged) < enough && clock.Elapsed < Patience)
                {
                    await Task.Delay(1);
                }

                await player.Kill();
                await Task.WhenAll(writing);
                await scan.ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else
            {
                await player.Kill();
            }
        }

        return new(
            kills, writers.Sum(writer => writer.Acknowledged), writers.Sum(writer => writer.Lost), writers.Sum(writer => writer.Refused),
            whole);
    }

    private void AddTrack(int number) => Some.File(
        music, $"happy/{number}.wav", MadeMusic.Wav(0.5, 0.5, number, seconds: 1, new Dictionary<string, string> { ["INAM"] = $"song {number}" }));

    // The ids of the first tracks, once all are there.
    private static async Task<string[]> WholeAsync(HttpClient http, int tracks)
    {
        var clock = Stopwatch.StartNew();
        while ((await http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("tracks").GetInt32() != tracks)
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"After a restart, {tracks} tracks were not there within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(20);
        }

        var found = await http.GetFromJsonAsync<JsonElement>("api/library/tracks?q=song");
        return [.. found.EnumerateArray().Take(Tracks).Select(track => track.GetProperty("id").GetString()!)];
    }

    /// <summary>A listener who writes all the time and remembers what was acknowledged.</summary>
    private sealed class Writer(string[] tracks, int number, int seed)
    {
        private readonly Random random = new(seed + number);
        private readonly string cookie = $"listener={(number + 1).ToString("x32", CultureInfo.InvariantCulture)}";
        private readonly HashSet<string> liked = [];
        private int plays = -1; // −1: the history is off
        private string? unsure; // of what was being written at the kill

        public int Acknowledged { get; private set; }

        public int Lost { get; private set; }

        public int Refused { get; private set; }

        /// <summary>Writes until the player is dead.</summary>
        public async Task WriteUntilDeadAsync(HttpClient http)
        {
            try
            {
                while (true)
                {
                    await WriteAsync(http);
                    Acknowledged++;
                }
            }
            catch (Exception error) when (error is HttpRequestException or SocketException or TaskCanceledException or ObjectDisposedException)
            {
                Refused += error is HttpRequestException { StatusCode: not null } ? 1 : 0; // the others met the kill
            }
        }

        /// <summary>Compares what is there with what was acknowledged; of what was being written, either is right.</summary>
        public async Task CheckAsync(HttpClient http)
        {
            var history = await AskAsync(http, "api/listener/history");
            var found = history.GetProperty("kept").GetBoolean() ? history.GetProperty("plays").GetArrayLength() : -1;
            var likes = (await AskAsync(http, "api/library/tracks?q=song")).EnumerateArray()
                .Where(track => track.GetProperty("liked").GetBoolean()).Select(track => track.GetProperty("id").GetString()!).ToHashSet();
            if (unsure == "everything")
            {
                var isDeleted = likes.Count == 0 && found == -1;
                Lost += isDeleted || (likes.SetEquals(liked) && found == plays) ? 0 : 1;
            }
            else
            {
                Lost += tracks.Count(track => track != unsure && likes.Contains(track) != liked.Contains(track));
                Lost += found == plays || (unsure == "history" && (found == plays + 1 || plays == -1)) ? 0 : 1;
            }

            liked.Clear();
            liked.UnionWith(likes);
            (plays, unsure) = (found, null);
        }

        private async Task WriteAsync(HttpClient http)
        {
            var track = tracks[random.Next(tracks.Length)];
            switch (random.Next(20))
            {
                case 0:
                    unsure = "everything";
                    await SendAsync(http, HttpMethod.Delete, "api/listener", null);
                    liked.Clear();
                    plays = -1;
                    break;
                case < 3:
                    unsure = "history";
                    await SendAsync(http, HttpMethod.Put, "api/listener/history", new { keep = true });
                    plays = Math.Max(plays, 0);
                    break;
                case < 8:
                    unsure = "history";
                    await SendAsync(http, HttpMethod.Post, $"api/tracks/{track}/plays", new { mood = "happy", seconds = 30, finished = true });
                    plays += plays < 0 ? 0 : 1;
                    break;
                default:
                    unsure = track;
                    var like = !liked.Contains(track);
                    await SendAsync(http, like ? HttpMethod.Put : HttpMethod.Delete, $"api/tracks/{track}/like", null);
                    _ = like ? liked.Add(track) : liked.Remove(track);
                    break;
            }

            unsure = null;
        }

        private async Task SendAsync(HttpClient http, HttpMethod method, string path, object? body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("Cookie", cookie);
            using var response = await http.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }

        private async Task<JsonElement> AskAsync(HttpClient http, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", cookie);
            using var response = await http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}

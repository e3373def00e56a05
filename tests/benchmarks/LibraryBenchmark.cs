using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Benchmarks;

/// <summary>The player with a large library: first scan, a scan without changes, playlists.</summary>
internal static class LibraryBenchmark
{
    private const int Playlists = 200;
    private const int WarmUps = 30;

    public static async Task RunAsync(int files)
    {
        await RunningServer.PublishAsync();
        using var library = new GeneratedLibrary(files);
        var memory = Directory.CreateTempSubdirectory("emomusic-database-");
        string[] args = ["--Player:Library", library.Folder, "--Player:Database", $"Data Source={memory.FullName}/player.db",
            "--Player:Analyse", "false"]; // measured by itself
        try
        {
            TimeSpan first;
            using (var server = await RunningServer.StartAsync(args))
            {
                var clock = Stopwatch.StartNew();
                var read = 0;
                while (read < files)
                {
                    await Task.Delay(100);
                    read = (await server.Http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("tracks").GetInt32();
                }

                first = clock.Elapsed + server.Startup; // the scan starts with the process
                Console.WriteLine($"first scan of {files:N0} files         {first.TotalSeconds:0.0} s, {files / first.TotalSeconds:0} files a second");
            }

            using var again = await RunningServer.StartAsync(args);
            var second = await ScanAsync(again);
            Console.WriteLine($"a scan that finds nothing new     {second.TotalSeconds:0.00} s");
            await RecordPlaysAsync(again);
            var match = await PlaylistAsync(again, "happy?approach=match");
            var lift = await PlaylistAsync(again, "sad?approach=lift");
            Console.WriteLine($"a playlist, median of {Playlists}         match {match:0.0} ms, lift {lift:0.0} ms");
            Console.WriteLine($"resident memory                   {again.ResidentMegabytes:0} MB");
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                files,
                firstScanSeconds = Math.Round(first.TotalSeconds, 1),
                secondScanSeconds = Math.Round(second.TotalSeconds, 2),
                matchMilliseconds = Math.Round(match, 1),
                liftMilliseconds = Math.Round(lift, 1),
                megabytes = Math.Round(again.ResidentMegabytes),
            }));
        }
        finally
        {
            memory.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> ScanAsync(RunningServer server)
    {
        var clock = Stopwatch.StartNew();
        using var response = await server.Http.PostAsync("api/library/scan", null);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsStringAsync();
        return clock.Elapsed;
    }

    // Plays for one listener, whose cookie the client keeps.
    private static async Task RecordPlaysAsync(RunningServer server)
    {
        var tracks = await server.Http.GetFromJsonAsync<JsonElement>("api/library/tracks");
        foreach (var track in tracks.EnumerateArray())
        {
            using var played = await server.Http.PostAsJsonAsync(
                $"api/tracks/{track.GetProperty("id").GetString()}/plays", new { mood = "happy", seconds = 3, finished = true });
            played.EnsureSuccessStatusCode();
        }
    }

    // Milliseconds over HTTP, as a page requests it.
    private static async Task<double> PlaylistAsync(RunningServer server, string query)
    {
        var times = new List<double>();
        for (var i = 0; i < WarmUps + Playlists; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await server.Http.GetByteArrayAsync($"api/playlists/{query}");
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times.Skip(WarmUps).Order().ElementAt(Playlists / 2);
    }
}

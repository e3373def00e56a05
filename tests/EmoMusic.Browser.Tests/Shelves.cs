using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Browser.Tests;

/// <summary>A server with 200 artists, an album of ten tracks each.</summary>
public sealed class Shelves : IAsyncLifetime
{
    internal const int Artists = 200;
    internal const int TracksEach = 10;

    private static readonly string[] Genres = ["Jazz", "Rock", "Folk", "Soul"];
    private readonly TemporaryFolder music = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cover = Some.Picture(64, 64);
        for (var track = 0; track < Artists * TracksEach; track++)
        {
            var artist = track / TracksEach;
            var (name, number) = (artist.ToString("000", CultureInfo.InvariantCulture), track % TracksEach);
            Some.File(music, $"{name}/{number}.mp3", Some.Mp3(
                cover, ("TIT2", $"Song {number} of {name}"), ("TPE1", $"Ólafur {name}"), ("TALB", $"Album {name}"),
                ("TCON", Genres[artist % Genres.Length]), ("TBPM", (70 + (track % 100)).ToString(CultureInfo.InvariantCulture))));
        }

        Server = await ServerProcess.StartAsync(music.Path);
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("tracks").GetInt32() < Artists * TracksEach)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        music.Dispose();
    }
}

using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Analysis;

/// <summary>
/// A player with a made home library, listened to: 300 short pieces in albums of ten by artist, half of them without tags, the
/// others with the genres that people have.
/// </summary>
public sealed class HomeLibrary : IAsyncLifetime
{
    public const int Files = 300;

    // A home library's: much rock, pop and electronic music, few sad songs.
    private static readonly string[] Genres =
        ["Rock", "Rock", "Rock", "Pop", "Pop", "Electronic", "Electronic", "Hip-Hop", "Jazz", "Classical", "Indie", "Metal", "Folk", ""];

    private readonly TemporaryFolder music = new();

    public TestServer Server { get; private set; } = null!;

    /// <summary>All tracks, as the search returns them one artist at a time.</summary>
    public List<JsonElement> Tracks { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var random = new Random(1);
        for (var number = 0; number < Files; number++)
        {
            var (artist, album) = ($"Artist {number / 20:00}", $"Album {number / 10:00}");
            var tags = new Dictionary<string, string> { ["INAM"] = $"Song {number:000}", ["IART"] = artist, ["IPRD"] = album };
            if (Genres[number / 10 % Genres.Length] is { Length: > 0 } genre)
            {
                tags["IGNR"] = genre;
            }

            Some.File(music, $"{artist}/{album}/{artist} - Song {number:000}.wav", MadeMusic.Wav(
                (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, number, info: number % 2 == 0 ? tags : null));
        }

        Server = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        await Server.AnalysedAsync(Files);
        for (var artist = 0; artist < Files / 20; artist++)
        {
            Tracks.AddRange((await Server.GetAsync($"api/library/tracks?q=Artist {artist:00}")).EnumerateArray()
                .Where(track => track.Text("artist") == $"Artist {artist:00}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        music.Dispose();
    }
}

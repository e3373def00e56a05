using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A song of a server: only the fields used here.</summary>
internal sealed partial record SubsonicSong(
    string Id, string Title, string? Artist, string? Album, string? Genre, string? CoverArt, double? Seconds, double? Bpm,
    string ContentType, string? Moods, string? MusicBrainzId, long? Size)
{
    public const int MaxId = 500; // characters: databases limit the length of keys

    private const int MaxMoods = 20;
    private const double MaxSeconds = 7 * 24 * 3600;
    private const double MaxSize = 1L << 50;

    /// <summary>Reads a song; null if it is none, or has no id.</summary>
    public static SubsonicSong? From(JsonElement song)
    {
        if (song.Text("id") is not { Length: <= MaxId } id || song.IsTrue("isDir") || song.IsTrue("isVideo"))
        {
            return null;
        }

        var moods = SubsonicAnswer.Short(
            string.Join(", ", song.Items("moods").Select(Name).OfType<string>().Take(MaxMoods)));
        var type = song.Text("contentType");
        return new(
            id, song.Text("title") ?? song.Text("name") ?? NameOf(song.Text("path")) ?? id, song.Text("artist") ?? song.Text("displayArtist"),
            song.Text("album"), song.Text("genre") ?? song.Items("genres").Select(Name).FirstOrDefault(name => name is not null),
            song.Text("coverArt"), song.Number("duration") is >= 0 and <= MaxSeconds and var seconds ? seconds : null,
            song.Number("bpm") is > 20 and < 400 and var bpm ? bpm : null,
            type is not null && MediaType().IsMatch(type) ? type : "audio/mpeg",
            moods.Length > 0 ? moods : null, song.Text("musicBrainzId"),
            song.Number("size") is >= 0 and <= MaxSize and var size ? (long)size : null);
    }

    /// <summary>Characters of its texts.</summary>
    public int TextLength => Texts.Sum(text => text?.Length ?? 0);

    private string?[] Texts => [Id, Title, Artist, Album, Genre, CoverArt, ContentType, Moods, MusicBrainzId];

    /// <summary>Copies the song to a track.</summary>
    public void ApplyTo(StoredTrack track)
    {
        track.Location = Id;
        track.Title = Title;
        track.Artist = Artist;
        track.Album = Album;
        track.Genre = Genre;
        track.MoodTag = Moods;
        track.Bpm = Bpm;
        track.Seconds = Seconds;
        track.CoverId = CoverArt;
        track.HasCover = CoverArt is not null;
        track.ContentType = ContentType;
        track.MusicBrainzId = MusicBrainzId;
        track.Length = Size ?? 0;
        track.ContentHash = Hash();
        track.Missing = false;
    }

    // Identifies what it sounds like, also on a server that gave its songs other ids: another file has another size.
    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new { Source = "Subsonic", Title, Artist, Album, Seconds, Size })))[..32];

    // {"name":"Pop"}, or "Pop" itself; from XML, {"value":"Pop"}.
    private static string? Name(JsonElement item) => item.AsText() ?? item.Text("name") ?? item.Text("value");

    private static string? NameOf(string? path) =>
        path is null ? null : Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : null;

    [GeneratedRegex(@"^[\w.+-]{1,50}/[\w.+-]{1,100}$")]
    private static partial Regex MediaType();
}

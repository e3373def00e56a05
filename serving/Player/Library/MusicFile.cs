using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A file in the library folder.</summary>
/// <param name="Location">Its path within the library, with forward slashes.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Last write time, in UTC ticks.</param>
internal sealed record MusicFile(string Location, string Path, long Length, long Written)
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".ogg"] = "audio/ogg",
        [".oga"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".flac"] = "audio/flac",
        [".wav"] = "audio/wav",
        [".webm"] = "audio/webm",
    };

    /// <summary>The media type, by the file's extension.</summary>
    public string ContentType => ContentTypes[System.IO.Path.GetExtension(Location)];

    /// <summary>The emotion that the nearest parent folder named after one is named after.</summary>
    public Emotion? FolderMood =>
        Location.Split('/').SkipLast(1).Reverse().Select(Emotions.Parse).FirstOrDefault(mood => mood is not null);

    /// <summary>Whether a file's extension is one that browsers can play.</summary>
    public static bool IsMusic(string name) => ContentTypes.ContainsKey(System.IO.Path.GetExtension(name));

    /// <summary>Copies the file's location, size and time to a track.</summary>
    public void ApplyTo(StoredTrack track)
    {
        track.Location = Location;
        track.Length = Length;
        track.Written = Written;
        track.FolderMood = FolderMood;
        track.Missing = false;
    }
}

using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A file in the library folder.</summary>
/// <param name="Location">Its path within the library, with forward slashes.</param>
/// <param name="Path">A full path that opens it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Last write time, in UTC ticks.</param>
internal sealed record MusicFile(string Location, string Path, long Length, long Written)
{
    /// <summary><see cref="Written"/> of a file whose year is beyond 9999, or before 1.</summary>
    public const long NoDate = 0;

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".m4b"] = "audio/mp4",
        [".mp4"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".ogg"] = "audio/ogg",
        [".oga"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".flac"] = "audio/flac",
        [".wav"] = "audio/wav",
        [".webm"] = "audio/webm",
        [".weba"] = "audio/webm",
        [".aif"] = "audio/aiff",
        [".aiff"] = "audio/aiff",
        [".aifc"] = "audio/aiff",
        [".wma"] = "audio/x-ms-wma",
    };

    // Music that no browser plays.
    private static readonly HashSet<string> UnplayableExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".ape", ".wv", ".dsf", ".dff", ".mpc", ".tta", ".tak", ".mid", ".midi", ".ra", ".rm", ".ac3", ".dts", ".mka", ".mod",
        ".xm", ".s3m", ".it", ".amr", ".au", ".spx", ".m4p",
    };

    /// <summary>The media type, by the file's extension.</summary>
    public string ContentType => ContentTypes[Extension(Location)];

    /// <summary>The name as shown to people.</summary>
    public string Name => RawNames.Display(Location[(Location.LastIndexOf('/') + 1)..]);

    /// <summary>The mood of the nearest folder around it that is named after one.</summary>
    public Emotion? FolderMood =>
        Location.Split('/').SkipLast(1).Reverse().Select(MoodNames.Parse).FirstOrDefault(mood => mood is not null);

    /// <summary>Whether a file's extension is that of music.</summary>
    public static bool IsMusic(string name) => ContentTypes.ContainsKey(Extension(name));

    /// <summary>Whether a file's extension is that of music which browsers cannot play.</summary>
    public static bool IsUnplayable(string name) => UnplayableExtensions.Contains(Extension(name));

    /// <summary>Copies the file's location, size and time to a track.</summary>
    public void ApplyTo(StoredTrack track)
    {
        track.Location = Location;
        track.Length = Length;
        track.Written = Written;
        track.FolderMood = FolderMood;
        track.Missing = false;
    }

    // Only the last part of a name: ".mp3" itself has none.
    private static string Extension(string name) => System.IO.Path.GetExtension(name);
}

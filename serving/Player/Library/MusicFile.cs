namespace EmoMusic.Serving.Player.Library;

/// <summary>A file of the library, as the file system has it.</summary>
/// <param name="Location">Its path within the library, with forward slashes.</param>
/// <param name="Path">Its path.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, in ticks of universal time.</param>
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

    /// <summary>What a browser is told, by the file's name.</summary>
    public string ContentType => ContentTypes[System.IO.Path.GetExtension(Location)];

    /// <summary>The emotion that the nearest folder is named after, of those that are named after one.</summary>
    public Emotion? FolderMood =>
        Location.Split('/').SkipLast(1).Reverse().Select(Emotions.Parse).FirstOrDefault(mood => mood is not null);

    /// <summary>Whether a file's name looks like music that browsers play.</summary>
    public static bool IsMusic(string name) => ContentTypes.ContainsKey(System.IO.Path.GetExtension(name));
}

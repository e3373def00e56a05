using System.Security.Cryptography;
using System.Text;

namespace EmoMusic.Serving.Player;

/// <summary>A music file of the library.</summary>
/// <param name="Id">Opaque: a hash of the path within the library.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When the file was last written.</param>
/// <param name="Tags">What it says about itself.</param>
internal sealed record Track(string Id, string Path, long Length, DateTimeOffset Written, TrackTags Tags)
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".flac"] = "audio/flac",
        [".wav"] = "audio/wav",
        [".webm"] = "audio/webm",
    };

    /// <summary>What a browser is told that the stream is.</summary>
    public string ContentType => ContentTypes[System.IO.Path.GetExtension(Path)];

    /// <summary>Whether a file's name looks like music that browsers play.</summary>
    public static bool IsMusic(string path) => ContentTypes.ContainsKey(System.IO.Path.GetExtension(path));

    /// <summary>The id of a file, from its path within the library with forward slashes.</summary>
    public static string IdOf(string relativePath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(relativePath)))[..16];
}

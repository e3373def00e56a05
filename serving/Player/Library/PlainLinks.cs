using System.Security.Cryptography;
using System.Text;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Links with plain names, for files whose own names .NET cannot open.</summary>
internal sealed class PlainLinks : IDisposable
{
    private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("emomusic-links-").FullName);

    /// <summary>A path with a plain name for a file or folder.</summary>
    /// <param name="path">Its full path, in the form of <see cref="RawNames"/>.</param>
    /// <exception cref="IOException">No link can be made.</exception>
    public string For(string path)
    {
        var link = Path.Combine(folder.Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]);
        if (new FileInfo(link).LinkTarget is null)
        {
            if (RawNames.IsRaw(path))
            {
                RawNames.Link(path, link);
            }
            else
            {
                File.CreateSymbolicLink(link, path);
            }
        }

        return link;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder.IsValueCreated && Directory.Exists(folder.Value))
        {
            Directory.Delete(folder.Value, recursive: true); // removes links, not what they lead to
        }
    }
}

using System.Text;
using System.Xml;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Playlist files in the library: M3U, M3U8 and XSPF, as other programs and systems write them.</summary>
internal static class PlaylistFile
{
    /// <summary>The size of the largest playlist that is read.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private const int MaxEntries = 100_000;
    private const int MaxEntry = 16_384; // characters: a path has at most 4096 bytes, each of which may be escaped
    private const int MaxDepth = 10; // of playlists in playlists
    private const int MaxXmlDepth = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Whether a file's extension is that of a playlist.</summary>
    public static bool IsPlaylist(string name) => Path.GetExtension(name).ToLowerInvariant() is ".m3u" or ".m3u8" or ".xspf";

    /// <summary>The mood it is named after, such as "happy.m3u" or "Sad songs.m3u8"; null for any other name.</summary>
    public static Emotion? MoodOf(string name) => MoodNames.Parse(Path.GetFileNameWithoutExtension(name));

    /// <summary>Reads a playlist, and those that it lists.</summary>
    /// <param name="file">The playlist file.</param>
    /// <param name="library">All files of the library.</param>
    /// <param name="stop">Stops between two entries.</param>
    /// <exception cref="InvalidDataException">It is not a playlist, or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PlaylistContents Read(MusicFile file, LocationIndex library, CancellationToken stop = default)
    {
        var contents = new PlaylistContents();
        Add(contents, file, library, [file.Location], stop);
        return contents;
    }

    private static void Add(
        PlaylistContents contents, MusicFile file, LocationIndex library, HashSet<string> reading, CancellationToken stop)
    {
        var entries = Path.GetExtension(file.Location).Equals(".xspf", StringComparison.OrdinalIgnoreCase) ? Xspf(file) : M3u(file);
        foreach (var (entry, isUri) in entries)
        {
            stop.ThrowIfCancellationRequested();
            if (++contents.Entries > MaxEntries)
            {
                throw TooMany();
            }

            if (Names(entry, isUri).Select(name => library.Find(file.Location, name)).OfType<MusicFile>().FirstOrDefault()
                is not { } found)
            {
                contents.Missing.Add(entry);
            }
            else if (!IsPlaylist(found.Location))
            {
                contents.Locations.Add(found.Location);
            }
            else if (reading.Count < MaxDepth && reading.Add(found.Location))
            {
                Add(contents, found, library, reading, stop);
            }
        }
    }

    private static InvalidDataException TooMany() => new($"It has more than {MaxEntries:n0} entries.");

    private static IEnumerable<(string Entry, bool IsUri)> M3u(MusicFile file) =>
        Text(file).Split(['\n', '\r']).Select(line => line.Trim(' ', '\t', '\0', '\uFEFF'))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => (line, false));

    private static List<(string Entry, bool IsUri)> Xspf(MusicFile file)
    {
        try
        {
            using var bytes = new MemoryStream(Bytes(file));
            // A document type could name files and URLs to be read.
            using var reader = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return Locations(reader);
        }
        catch (Exception error) when (error is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"It is not an XSPF playlist. {error.Message}", error);
        }
    }

    private static List<(string Entry, bool IsUri)> Locations(XmlReader reader)
    {
        var locations = new List<(string, bool)>();
        var bases = new string?[MaxXmlDepth + 1]; // xml:base by depth
        StringBuilder? text = null; // of the location that is being read
        while (reader.Read())
        {
            if (reader.Depth > MaxXmlDepth)
            {
                throw new InvalidDataException($"It is not an XSPF playlist. Its elements are nested more than {MaxXmlDepth} times.");
            }

            if (reader.NodeType == XmlNodeType.Element)
            {
                bases[reader.Depth] = reader.GetAttribute("base", "http://www.w3.org/XML/1998/namespace");
                text = reader.LocalName == "location" && !reader.IsEmptyElement ? new StringBuilder() : text;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text?.Append(reader.Value);
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "location" && text is not null)
            {
                if (locations.Count == MaxEntries)
                {
                    throw TooMany();
                }

                locations.Add((WithBase(bases.AsSpan(0, reader.Depth + 1), text.ToString().Trim()), true));
                text = null;
            }
        }

        return locations;
    }

    // xml:base of the element and those around it, the innermost last.
    private static string WithBase(ReadOnlySpan<string?> bases, string location)
    {
        for (var depth = bases.Length - 1; depth >= 0; depth--)
        {
            if (location.Contains("://", StringComparison.Ordinal) || location.StartsWith('/')
                || location.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            // A longer one is no path.
            if (bases[depth] is { } origin && origin.LastIndexOf('/') + location.Length < MaxEntry)
            {
                location = origin[..(origin.LastIndexOf('/') + 1)] + location;
            }
        }

        return location;
    }

    private static byte[] Bytes(MusicFile file) => file.Length <= MaxBytes
        ? File.ReadAllBytes(file.Path) : throw new InvalidDataException($"It has more than {MaxBytes:n0} bytes.");

    // UTF-8 and UTF-16 with or without a mark, else Windows-1252, which includes Latin-1.
    private static string Text(MusicFile file)
    {
        var bytes = Bytes(file);
        var zeros = bytes.Count(each => each == 0);
        var encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ when zeros > bytes.Length / 4 => bytes.Where((_, i) => i % 2 == 1).Count(each => each == 0) > zeros / 2
                ? Encoding.Unicode : Encoding.BigEndianUnicode,
            _ => null,
        };
        if (encoding is not null)
        {
            return encoding.GetString(bytes);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1252.GetString(bytes);
        }
    }

    // What an entry may mean: M3U has plain names and, from some programs, URIs; XSPF has URIs and, from some, plain names.
    private static IEnumerable<string> Names(string entry, bool isUri)
    {
        var name = entry.Replace("\0", "", StringComparison.Ordinal);
        if (name.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            name = name["file:".Length..];
            if (name.StartsWith("//", StringComparison.Ordinal))
            {
                var path = name.IndexOf('/', 2);
                name = path < 0 ? name[2..] : name[path..]; // without the host
            }

            isUri = true;
        }
        else if (name.Contains("://", StringComparison.Ordinal))
        {
            return []; // on another machine
        }

        var unescaped = Uri.UnescapeDataString(name).Replace("\0", "", StringComparison.Ordinal);
        return (isUri ? [unescaped, name] : new[] { name, unescaped }).Distinct();
    }
}

/// <summary>What a playlist lists.</summary>
internal sealed class PlaylistContents
{
    /// <summary>The number of entries, with those of playlists that it lists.</summary>
    public int Entries { get; set; }

    /// <summary>Files of the library.</summary>
    public List<string> Locations { get; } = [];

    /// <summary>Entries that no file of the library was found for.</summary>
    public List<string> Missing { get; } = [];
}

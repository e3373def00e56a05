using System.Formats.Tar;
using System.IO.Compression;

namespace EmoMusic.Training.Data;

/// <summary>
/// Opens FER-2013's CSV as a stream, without unpacking to disk: plain, <c>.gz</c>, inside Kaggle's <c>.zip</c>, inside
/// <c>fer2013.tar.gz</c>, and that inside the zip. The format is detected by the first bytes, not by the name.
/// </summary>
public sealed class FerFile : IDisposable
{
    // By preference: those with a Usage column first.
    private static readonly string[] Wanted = ["fer2013.csv", "icml_face_data.csv", "fer2013.tar.gz", "train.csv"];

    // Which .NET does not read.
    private static readonly (byte[] Signature, string Name)[] OtherArchives =
    [
        ([.. "7z"u8, 0xbc, 0xaf], "a 7z"), ([.. "Rar!"u8], "a RAR"), ([.. "BZh"u8], "a bzip2"), ([0xfd, .. "7zXZ"u8], "an xz"),
        ([0x28, 0xb5, 0x2f, 0xfd], "a Zstandard"),
    ];

    private readonly Stack<IDisposable> opened = new();

    private FerFile(string path)
    {
        Name = Path.GetFileName(path);
        try
        {
            Csv = Unwrap(Track(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16)));
        }
        catch
        {
            Dispose(); // the caller has no reference yet
            throw;
        }
    }

    /// <summary>Content of the CSV.</summary>
    public Stream Csv { get; }

    /// <summary>The file's name, and inside an archive also the entry's: <c>archive.zip:fer2013.csv</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Opens a file, or the best one of a folder.</summary>
    /// <exception cref="DatasetException">There is no such file, or the archive is corrupt or has no CSV.</exception>
    public static FerFile Open(string path)
    {
        var file = Directory.Exists(path)
            ? FindIn(path) ?? throw new DatasetException(ImageFiles.ExplainFolder(path)
                ?? $"{path}: found none of {string.Join(", ", Wanted)} (plain, .gz or .zip) in this folder. "
                + "Pass the file itself with --data.")
            : path;
        if (!File.Exists(file))
        {
            throw new DatasetException(
                $"{path}: no such file or folder. Pass the path of FER-2013's CSV with --data.");
        }

        try
        {
            return new FerFile(file);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetException(
                $"{Path.GetFileName(file)}: the archive is truncated or corrupt. Download it again.", error);
        }
    }

    /// <summary>The best file of a folder, or null.</summary>
    public static string? FindIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var named = from name in Wanted
                    from ending in (string[])["", ".gz", ".zip"]
                    from place in (string[])[folder, Path.Combine(folder, "fer2013")] // as the tar unpacks
                    select Path.Combine(place, name + ending);
        return named.FirstOrDefault(File.Exists)
            ?? Directory.EnumerateFiles(folder, "*.zip").Order().FirstOrDefault(HasWanted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (opened.TryPop(out var last))
        {
            last.Dispose();
        }
    }

    private static bool HasWanted(string zip)
    {
        try
        {
            using var archive = ZipFile.OpenRead(zip);
            return archive.Entries.Any(entry => Wanted.Contains(entry.Name));
        }
        catch (InvalidDataException)
        {
            return false; // an unrelated file that the user did not name
        }
    }

    private Stream Unwrap(Stream stream)
    {
        var start = new PrefixStream(stream, 512);
        if (start.Prefix is [0x1f, 0x8b, ..])
        {
            return Unwrap(Track(new GZipStream(Track(start), CompressionMode.Decompress)));
        }

        if (start.Prefix is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..]) // the latter is empty
        {
            if (!stream.CanSeek)
            {
                throw new DatasetException($"{Name}: found a zip in a pipe, expected a file. Save it, and pass its path with --data.");
            }

            stream.Position = 0; // a zip's directory is at its end and needs seeking
            return UnwrapZip(stream);
        }

        if (Array.Find(OtherArchives, other => start.Prefix.AsSpan().StartsWith(other.Signature)) is { Name: { } kind })
        {
            throw new DatasetException(
                $"{Name}: found {kind} archive, expected a CSV, plain or in .gz, .zip or .tar.gz. "
                + "Unpack it, and pass the CSV with --data.");
        }

        if (ImageFiles.ExplainImage(Name, start.Prefix) is { } image)
        {
            throw new DatasetException(image);
        }

        return start.Prefix.AsSpan() is { Length: 512 } tar && tar.Slice(257, 5).SequenceEqual("ustar"u8)
            ? UnwrapTar(Track(start))
            : Track(start);
    }

    private Stream UnwrapZip(Stream stream)
    {
        var zip = Track(new ZipArchive(stream, ZipArchiveMode.Read));
        var entry = Wanted.SelectMany(name => zip.Entries.Where(entry => entry.Name == name)).FirstOrDefault()
            ?? throw NothingInside(zip.Entries.Select(other => other.Name));
        Name += $":{Printable.Text(entry.FullName)}";
        return entry.IsEncrypted
            ? throw new DatasetException($"{Name}: the file is encrypted. Unpack it with its password, and pass the CSV with --data.")
            : Unwrap(Track(OpenEntry(entry)));
    }

    private Stream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException error) when (error.Message.Contains("supported", StringComparison.Ordinal))
        {
            throw new DatasetException($"{Name}: {error.Message} Unpack the archive, and pass the CSV with --data.", error);
        }
    }

    private Stream UnwrapTar(Stream stream)
    {
        var tar = Track(new TarReader(stream));
        var others = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (Wanted.Contains(Path.GetFileName(entry.Name)) && entry.DataStream is { } data)
            {
                Name += $":{Printable.Text(entry.Name)}";
                return data;
            }

            others.Add(entry.Name);
        }

        throw NothingInside(others);
    }

    private DatasetException NothingInside(IEnumerable<string> found) => new(ImageFiles.ExplainArchive(Name, found)
        ?? $"{Name}: found none of {string.Join(", ", Wanted)} inside. Use the archive as downloaded from Kaggle.");

    private T Track<T>(T disposable)
        where T : IDisposable
    {
        opened.Push(disposable);
        return disposable;
    }
}

using System.Formats.Tar;
using System.IO.Compression;

namespace EmoMusic.Training.Data;

/// <summary>
/// Opens the CSV of FER-2013 in the forms in which people have it, as a stream, without unpacking to disk:
/// plain, <c>.gz</c>, inside Kaggle's <c>.zip</c>, inside <c>fer2013.tar.gz</c>, and that inside the zip.
/// The form is told by the file's first bytes; its name does not matter.
/// </summary>
public sealed class FerFile : IDisposable
{
    // Best first: with Usage before without.
    private static readonly string[] Wanted = ["fer2013.csv", "icml_face_data.csv", "fer2013.tar.gz", "train.csv"];

    private readonly Stack<IDisposable> opened = new();

    private FerFile(string path)
    {
        Name = Path.GetFileName(path);
        try
        {
            Csv = Unwrap(Keep(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16)));
        }
        catch
        {
            Dispose(); // nobody else has it yet
            throw;
        }
    }

    /// <summary>The text of the CSV.</summary>
    public Stream Csv { get; }

    /// <summary>The file's name, and for archives the name inside: <c>archive.zip:fer2013.csv</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Opens a file, or the best one of a folder.</summary>
    /// <exception cref="DatasetException">There is none, or an archive that is damaged or has none in it.</exception>
    public static FerFile Open(string path)
    {
        var file = Directory.Exists(path)
            ? FindIn(path) ?? throw new DatasetException(
                $"{path}: found none of {string.Join(", ", Wanted)} (plain, .gz or .zip) in this folder. "
                + "Name the file itself with --data.")
            : path;
        if (!File.Exists(file))
        {
            throw new DatasetException($"{path}: found no such file or folder. Name FER-2013's CSV with --data.");
        }

        try
        {
            return new FerFile(file);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetException(
                $"{Path.GetFileName(file)}: the archive is cut off or damaged. Fetch it again.", error);
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
            return false; // some other file of the folder; it was not asked for by name
        }
    }

    private Stream Unwrap(Stream stream)
    {
        var start = new PrefixStream(stream, 512);
        if (start.Prefix is [0x1f, 0x8b, ..])
        {
            return Unwrap(Keep(new GZipStream(Keep(start), CompressionMode.Decompress)));
        }

        if (start.Prefix is [(byte)'P', (byte)'K', 3, 4, ..])
        {
            stream.Position = 0; // a zip's directory is at its end: it is read from the file itself
            return UnwrapZip(stream);
        }

        return start.Prefix.AsSpan() is { Length: 512 } tar && tar.Slice(257, 5).SequenceEqual("ustar"u8)
            ? UnwrapTar(Keep(start))
            : Keep(start);
    }

    private Stream UnwrapZip(Stream stream)
    {
        var zip = Keep(new ZipArchive(stream, ZipArchiveMode.Read));
        var entry = Wanted.SelectMany(name => zip.Entries.Where(entry => entry.Name == name)).FirstOrDefault()
            ?? throw NothingInside();
        Name += $":{entry.FullName}";
        return Unwrap(Keep(entry.Open()));
    }

    private Stream UnwrapTar(Stream stream)
    {
        var tar = Keep(new TarReader(stream));
        while (tar.GetNextEntry() is { } entry)
        {
            if (Wanted.Contains(Path.GetFileName(entry.Name)) && entry.DataStream is { } data)
            {
                Name += $":{entry.Name}";
                return data;
            }
        }

        throw NothingInside();
    }

    private DatasetException NothingInside() =>
        new($"{Name}: found none of {string.Join(", ", Wanted)} inside. Take the archive as Kaggle hands it out.");

    private T Keep<T>(T disposable)
        where T : IDisposable
    {
        opened.Push(disposable);
        return disposable;
    }
}

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Enumerates the library folder. Links are followed as long as they stay inside; hidden files, and folders of the system
/// or with a .nomedia or .ndignore file, are left alone; only regular files are opened.
/// </summary>
/// <param name="root">The folder's full path.</param>
/// <param name="links">Gives plain names to files with names that are not UTF-8.</param>
/// <param name="leftOut">Told of each file or folder that is left out: its location and the reason.</param>
internal sealed class MusicFolder(string root, PlainLinks links, Action<string, string> leftOut)
{
    private const int MaxLinkedFolders = 1000; // links to links to links grow exponentially
    private const int MaxLinkedFiles = 100_000; // in all of them

    private static readonly HashSet<string> SystemFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "$RECYCLE.BIN", "RECYCLER", "System Volume Information", "#recycle", "#snapshot", "@eaDir", "@Recycle",
        "@Recently-Snapshot", "lost+found", "__MACOSX",
    };

    private readonly string realRoot = RealPath.Of(root) ?? root;
    private int linkedFolders;
    private int linkedFiles;

    /// <summary>All files whose name is wanted, in all subfolders.</summary>
    /// <param name="wanted">Whether a file name is wanted.</param>
    /// <param name="cancel">Stops between two entries.</param>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    public IEnumerable<MusicFile> Walk(Func<string, bool> wanted, CancellationToken cancel)
    {
        var folders = new Stack<Folder>([new Folder(root, root, "", [realRoot], false)]);
        while (folders.TryPop(out var folder))
        {
            if (folder.IsLinked && linkedFiles >= MaxLinkedFiles)
            {
                leftOut(folder.Location, $"more than {MaxLinkedFiles:n0} files in linked folders.");
                continue;
            }

            var entries = Entries(folder);
            if (entries.Find(entry => entry.Name is ".nomedia" or ".ndignore") is { } mark)
            {
                leftOut(folder.Location.Length > 0 ? folder.Location : mark.Name, $"the folder has a file {mark.Name}.");
                continue;
            }

            foreach (var entry in entries)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.Info is DirectoryInfo)
                {
                    if (Enter(folder, entry) is { } inner)
                    {
                        folders.Push(inner);
                    }
                }
                else if (IsWanted(entry, wanted) && FileOf(folder, entry) is { } music)
                {
                    linkedFiles += folder.IsLinked ? 1 : 0;
                    yield return music;
                }
            }
        }
    }

    /// <summary>The file at a location within the library; null if there is none, or it is outside.</summary>
    public MusicFile? Find(string location)
    {
        var path = Path.Combine(root, location);
        try
        {
            if (RawNames.IsRaw(location))
            {
                return !AnyLink(location) && RawNames.Find(path) is { Length: > 0 } raw
                    ? new MusicFile(location, links.For(path), raw.Length, raw.Written) : null;
            }

            var file = new FileInfo(path);
            return RealPath.Of(Path.GetFullPath(path)) is { } real && RealPath.IsInside(real, realRoot)
                && Content(file) is { Exists: true, Length: > 0 } content
                    ? new MusicFile(location, file.FullName, content.Length, WrittenOf(content)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // A raw path cannot be resolved, so no part of it may be a link.
    private bool AnyLink(string location)
    {
        var parts = location.Split('/');
        return Enumerable.Range(1, parts.Length)
            .Any(count => RawNames.IsLink(Path.Combine([root, .. parts.Take(count)])));
    }

    private bool IsWanted(Entry entry, Func<string, bool> wanted)
    {
        if (MusicFile.IsUnplayable(entry.Name))
        {
            leftOut(entry.Location, $"browsers cannot play {Path.GetExtension(entry.Name)} files.");
            return false;
        }

        if (!wanted(entry.Name))
        {
            return false;
        }

        if (entry.Name[0] == '.')
        {
            leftOut(entry.Name.StartsWith("._", StringComparison.Ordinal) ? "._*" : entry.Location, "hidden files are left alone.");
            return false;
        }

        return true;
    }

    private Folder? Enter(Folder parent, Entry entry)
    {
        if (entry.Name[0] == '.' || SystemFolders.Contains(entry.Name))
        {
            leftOut(entry.Name, "hidden folders and those of the system are left alone.");
            return null;
        }

        var real = Path.Combine(parent.Chain[^1], entry.Name);
        if (entry.IsRaw ? RawNames.IsLink(entry.Path) : entry.Info.LinkTarget is not null)
        {
            if (RawNames.IsRaw(entry.Path) || RealPath.Of(entry.Path) is not { } target || !RealPath.IsInside(target, realRoot))
            {
                leftOut(entry.Location, "the link leads out of the library.");
                return null;
            }

            if (parent.Chain.Contains(target) || RealPath.IsInside(parent.Chain[^1], target))
            {
                return null; // it leads back to where it is
            }

            if (++linkedFolders > MaxLinkedFolders)
            {
                leftOut(entry.Location, $"more than {MaxLinkedFolders} linked folders.");
                return null;
            }

            real = target;
        }

        var isLinked = parent.IsLinked || real != Path.Combine(parent.Chain[^1], entry.Name);
        return new Folder(entry.Path, entry.Info.FullName, entry.Location + "/", [.. parent.Chain, real], isLinked);
    }

    // A link has its target's size and time. Pipes, devices and sockets have no size: opening one might wait forever.
    private MusicFile? FileOf(Folder folder, Entry entry)
    {
        try
        {
            var isLink = entry.IsRaw ? RawNames.IsLink(entry.Path) : entry.Info.LinkTarget is not null;
            if (isLink && (RawNames.IsRaw(entry.Path) || RealPath.Of(Path.Combine(folder.Chain[^1], entry.Name)) is not { } target
                || !RealPath.IsInside(target, realRoot)))
            {
                leftOut(entry.Location, "the link leads out of the library.");
                return null;
            }

            var found = entry.IsRaw && RawNames.Find(entry.Path) is { } raw ? (raw.Length, raw.Written)
                : Content((FileInfo)entry.Info) is { Exists: true } content ? (content.Length, WrittenOf(content))
                : ((long Length, long Written)?)null;
            if (found is null)
            {
                leftOut(entry.Location, "the link leads nowhere.");
                return null;
            }

            if (found is { Length: > 0 } regular)
            {
                return new MusicFile(entry.Location, entry.Info.FullName, regular.Length, regular.Written);
            }

            leftOut(entry.Location, "contains no music that can be read. It is empty, or no regular file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            leftOut(entry.Location, $"cannot be read. {error.Message}");
        }

        return null;
    }

    // File systems allow years that .NET has no dates for.
    private static long WrittenOf(FileInfo file)
    {
        try
        {
            return file.LastWriteTimeUtc.Ticks;
        }
        catch (ArgumentOutOfRangeException)
        {
            return MusicFile.NoDate;
        }
    }

    private static FileInfo? Content(FileInfo file) =>
        file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;

    private List<Entry> Entries(Folder folder)
    {
        try
        {
            var entries = new DirectoryInfo(folder.OpenPath).EnumerateFileSystemInfos().ToList();
            var decodable = entries.Where(entry => !RawNames.IsAmbiguous(entry.Name))
                .Select(entry => new Entry(entry, entry.Name, Path.Combine(folder.Path, entry.Name), folder.Location + entry.Name, false));
            var raw = !entries.Exists(entry => RawNames.IsAmbiguous(entry.Name))
                ? [] : RawNames.List(folder.OpenPath).Select(name => RawEntry(folder, name)).OfType<Entry>();
            return [.. decodable.Concat(raw).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (folder.Location.Length > 0 && error is IOException or UnauthorizedAccessException)
        {
            leftOut(folder.Location, $"cannot be read. {error.Message}");
            return [];
        }
    }

    private Entry? RawEntry(Folder folder, string name)
    {
        var (path, location) = (Path.Combine(folder.Path, name), folder.Location + name);
        try
        {
            if (!RawNames.IsRaw(path)) // U+FFFD itself
            {
                FileSystemInfo plain = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
                return new Entry(plain, name, path, location, false);
            }

            var link = links.For(path);
            FileSystemInfo info = RawNames.Find(path) is { IsFolder: true } ? new DirectoryInfo(link) : new FileInfo(link);
            return new Entry(info, name, path, location, true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            leftOut(location, $"cannot be read. {error.Message}");
            return null;
        }
    }

    /// <param name="Path">In the form of <see cref="RawNames"/>.</param>
    /// <param name="OpenPath">A path that .NET can open.</param>
    /// <param name="Location">Within the library, with a slash at the end; empty for the library itself.</param>
    /// <param name="Chain">The real paths of this folder and of those it was reached through.</param>
    /// <param name="IsLinked">Whether it was reached through a link.</param>
    private sealed record Folder(string Path, string OpenPath, string Location, IReadOnlyList<string> Chain, bool IsLinked);

    private sealed record Entry(FileSystemInfo Info, string Name, string Path, string Location, bool IsRaw);
}

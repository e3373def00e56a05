namespace EmoMusic.Serving.Player.Library;

/// <summary>Enumerates the library folder. It does not follow links to folders, or to files outside.</summary>
/// <param name="root">The folder's full path.</param>
/// <param name="onError">Called with a message for each file or folder that cannot be read.</param>
internal sealed class MusicFolder(string root, Action<string> onError)
{
    /// <summary>All files whose name is wanted, in all subfolders.</summary>
    public IEnumerable<MusicFile> Walk(Func<string, bool> wanted)
    {
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in Entries(folder))
            {
                if (entry is DirectoryInfo { LinkTarget: null } inner)
                {
                    folders.Push(inner.FullName);
                }
                else if (entry is FileInfo file && wanted(file.Name) && FileOf(file) is { } music)
                {
                    yield return music;
                }
            }
        }
    }

    /// <summary>The file at a location within the library; null if there is none, or it is outside.</summary>
    public MusicFile? Find(string location)
    {
        var path = Path.GetFullPath(Path.Combine(root, location));
        return IsInside(path) ? FileOf(new FileInfo(path)) : null;
    }

    private List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            onError($"{folder}: skipped, cannot be read. {error.Message}");
            return [];
        }
    }

    // A link has its target's size and time.
    private MusicFile? FileOf(FileInfo file)
    {
        try
        {
            var content = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return content is { Exists: true } && (content == file || IsInside(content.FullName))
                && (content.Attributes & FileAttributes.Device) == 0
                ? new MusicFile(
                    Path.GetRelativePath(root, file.FullName).Replace('\\', '/'), file.FullName,
                    content.Length, content.LastWriteTimeUtc.Ticks)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            onError($"{file.FullName}: skipped, cannot be read. {error.Message}");
            return null;
        }
    }

    // By name, and only if no folder on the path is a link.
    private bool IsInside(string path)
    {
        var top = Path.TrimEndingDirectorySeparator(root);
        var folder = new FileInfo(path).Directory;
        while (folder is { LinkTarget: null } && folder.FullName.Length > top.Length)
        {
            folder = folder.Parent;
        }

        return folder?.FullName == top;
    }
}

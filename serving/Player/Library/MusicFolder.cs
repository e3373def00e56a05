namespace EmoMusic.Serving.Player.Library;

/// <summary>The library's folder, walked. Links to folders are not followed, nor links to files outside.</summary>
/// <param name="root">The folder's full path.</param>
/// <param name="unreadable">Is told, in a sentence, of what could not be looked into.</param>
internal sealed class MusicFolder(string root, Action<string> unreadable)
{
    /// <summary>Music files, and playlist files.</summary>
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

    /// <summary>The file at a place within the library; null when there is none, or it lies outside.</summary>
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
            unreadable($"{folder}: cannot be looked into. {error.Message}");
            return [];
        }
    }

    // A link is as long and as new as the file that it leads to.
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
            unreadable($"{file.FullName}: cannot be read. {error.Message}");
            return null;
        }
    }

    // By its name, and by no folder on the way being a link.
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

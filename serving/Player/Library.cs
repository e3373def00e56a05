using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player;

/// <summary>
/// The music files, in a folder for each emotion. The folder is looked at whenever a playlist is asked for, so a file
/// that is put there is played, and one that is taken away is gone; tags are read once for each version of a file.
/// </summary>
internal sealed class Library(IOptions<PlayerOptions> options, IHostEnvironment host)
{
    private readonly ConcurrentDictionary<string, Track> tracks = new(); // by id

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(options.Value.Library, host.ContentRootPath);

    /// <summary>The folder of one emotion; it need not exist.</summary>
    public string FolderOf(Emotion mood) => Path.Combine(Root, mood.Name());

    /// <summary>The tracks for an emotion, by file name.</summary>
    public async Task<IReadOnlyList<Track>> TracksForAsync(Emotion mood, CancellationToken cancel)
    {
        var folder = new DirectoryInfo(FolderOf(mood));
        if (!folder.Exists)
        {
            return [];
        }

        var found = new List<Track>();
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => Track.IsMusic(file.Name))
            .OrderBy(file => file.FullName, StringComparer.OrdinalIgnoreCase))
        {
            if (await TrackOfAsync(file, cancel) is { } track)
            {
                found.Add(track);
            }
        }

        return found;
    }

    /// <summary>The track with this id; null when there is none, or its file is gone.</summary>
    public async Task<Track?> FindAsync(string id, CancellationToken cancel)
    {
        if (!tracks.ContainsKey(id))
        {
            foreach (var mood in Emotions.All) // asked for before any playlist was: a bookmark, or a restart
            {
                await TracksForAsync(mood, cancel);
            }
        }

        // Looked at again: a file that was replaced is another version, whether or not a playlist was asked for since.
        return tracks.TryGetValue(id, out var track) ? await TrackOfAsync(new FileInfo(track.Path), cancel) : null;
    }

    // Null when the file is gone.
    private async Task<Track?> TrackOfAsync(FileInfo file, CancellationToken cancel)
    {
        // A link is as long and as new as the file that it leads to.
        if ((file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true))
            is not FileInfo { Exists: true } content)
        {
            return null;
        }

        var id = Track.IdOf(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));
        if (!tracks.TryGetValue(id, out var track) || track.Length != content.Length
            || track.Written != content.LastWriteTimeUtc)
        {
            var tags = await TrackTags.ReadAsync(file.FullName, cancel);
            track = tracks[id] = new Track(id, file.FullName, content.Length, content.LastWriteTimeUtc, tags);
        }

        return track;
    }
}

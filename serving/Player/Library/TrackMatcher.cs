using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A file, and what identifies its content.</summary>
/// <param name="File">The file.</param>
/// <param name="ContentHash">See <see cref="Library.ContentHash"/>.</param>
/// <param name="AudioHash">See <see cref="Library.AudioHash"/>.</param>
internal sealed record HashedFile(MusicFile File, string ContentHash, string AudioHash);

/// <summary>
/// Recognises tracks whose files were moved, renamed, retagged, touched, or removed and brought back: by content, then by
/// audio, then by MusicBrainz id, then by artist, title and length. Likes and plays stay with the track.
/// </summary>
internal sealed class TrackMatcher(IDbContextFactory<PlayerDbContext> databases)
{
    private const double SameSeconds = 2; // another encoding of the same recording

    /// <summary>Links tracks to their files again, in one transaction. Tags of retagged files have to be read again.</summary>
    /// <param name="files">New or changed files.</param>
    /// <param name="displaced">Tracks whose files are missing or have changed.</param>
    /// <param name="cancel">Rolls back.</param>
    /// <returns>The track of each file that was recognised.</returns>
    public async Task<IReadOnlyDictionary<MusicFile, MatchedTrack>> RelinkAsync(
        IReadOnlyCollection<HashedFile> files, IReadOnlyCollection<IndexedFile> displaced, CancellationToken cancel)
    {
        var found = Match(files, displaced);
        var byId = found.ToDictionary(pair => pair.Value.Track.Id, pair => pair.Key);
        var taken = found.Keys.Select(file => file.Location).ToHashSet();
        var ids = displaced.Where(track => byId.ContainsKey(track.Id) || taken.Contains(track.Location)).Select(track => track.Id);

        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var tracks = new List<StoredTrack>();
        foreach (var some in ids.Chunk(Database.MaxParameters))
        {
            tracks.AddRange(await database.Tracks.Where(track => some.Contains(track.Id)).ToListAsync(cancel));
        }

        // Two files may have swapped names, and locations are unique: first all tracks leave their locations.
        foreach (var track in tracks)
        {
            track.Location = $"#{track.Id}";
            track.Missing = true;
        }

        await database.SaveChangesAsync(cancel);
        foreach (var track in tracks.Where(track => byId.ContainsKey(track.Id)))
        {
            var file = byId[track.Id];
            file.ApplyTo(track);
            track.Written = found[file].IsRetagged ? 0 : track.Written; // so that its tags are read, in this scan or the next
        }

        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return found;
    }

    /// <summary>
    /// The lost track that a new file's tags name: the only one with this MusicBrainz id, else the only one with this artist,
    /// title and length; null if there is none, or several.
    /// </summary>
    public static IndexedFile? ByTags(Tags tags, IReadOnlyCollection<IndexedFile> lost)
    {
        if (!tags.Probed)
        {
            return null; // a file name is no proof
        }

        var sameId = lost.Where(track => tags.MusicBrainzId is { } id && track.MusicBrainzId == id).Take(2).ToList();
        var same = sameId.Count > 0 ? sameId : [.. lost.Where(track => IsSameSong(tags, track)).Take(2)];
        return same is [var only] ? only : null;
    }

    private static bool IsSameSong(Tags tags, IndexedFile track) =>
        tags.Artist is { } artist && artist.Equals(track.Artist, StringComparison.OrdinalIgnoreCase)
        && tags.Title.Equals(track.Title, StringComparison.OrdinalIgnoreCase)
        && tags.Seconds is { } seconds && Math.Abs(seconds - (track.Seconds ?? double.NaN)) < SameSeconds;

    // A file that was only touched matches its own track first; each of two copies gets a track.
    private static Dictionary<MusicFile, MatchedTrack> Match(
        IReadOnlyCollection<HashedFile> files, IReadOnlyCollection<IndexedFile> displaced)
    {
        var byContent = displaced.ToLookup(track => track.ContentHash);
        var used = new HashSet<string>();
        var found = new Dictionary<MusicFile, MatchedTrack>();
        foreach (var sameLocation in new[] { true, false })
        {
            foreach (var (file, hash, _) in files.Where(each => !found.ContainsKey(each.File)))
            {
                var track = byContent[hash].FirstOrDefault(track =>
                    (!sameLocation || track.Location == file.Location) && !used.Contains(track.Id));
                if (track is not null)
                {
                    used.Add(track.Id);
                    found.Add(file, new(track, IsRetagged: false));
                }
            }
        }

        // The same audio: at its own place, else the only one that left just now, else the only one that left earlier.
        var byAudio = displaced.Where(track => track.AudioHash.Length > 1).ToLookup(track => track.AudioHash);
        foreach (var group in files.Where(each => !found.ContainsKey(each.File)).GroupBy(each => each.AudioHash))
        {
            var left = group.Select(each => each.File).ToList();
            foreach (var file in left.ToList())
            {
                if (byAudio[group.Key].FirstOrDefault(track => track.Location == file.Location && !used.Contains(track.Id)) is { } own)
                {
                    Take(file, own);
                }
            }

            foreach (var wasMissing in new[] { false, true })
            {
                var candidates = byAudio[group.Key].Where(track => track.Missing == wasMissing && !used.Contains(track.Id)).ToList();
                if (left.Count == 1 && candidates.Count == 1)
                {
                    Take(left[0], candidates[0]);
                }
            }

            void Take(MusicFile file, IndexedFile track)
            {
                left.Remove(file);
                used.Add(track.Id);
                found.Add(file, new(track, IsRetagged: true));
            }
        }

        return found;
    }
}

/// <summary>A track that a file belongs to.</summary>
/// <param name="Track">The track.</param>
/// <param name="IsRetagged">Whether only its audio is the same.</param>
internal sealed record MatchedTrack(IndexedFile Track, bool IsRetagged);

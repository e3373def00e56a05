using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>The tracks of the library folder that the last scan found.</summary>
internal static class PresentTracks
{
    /// <summary>Their rows, not tracked.</summary>
    public static IQueryable<StoredTrack> PresentFiles(this PlayerDbContext database, LibraryName library) =>
        database.Tracks.AsNoTracking()
            .Where(track => track.Library == library.Value && track.Source == TrackSource.File && !track.Missing);
}

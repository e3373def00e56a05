using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Text;

namespace EmoMusic.Serving.Player.Library;

/// <summary>The tracks of the library in order, its artists, albums and genres: found once for each state of it.</summary>
internal sealed class LibraryGroups(TrackCatalog catalog)
{
    private volatile Shelves? last;

    /// <summary>All tracks by artist, album and file.</summary>
    public IReadOnlyList<Track> Tracks => Current.Ordered;

    /// <summary>By name, as tags write it most often; accents and case do not part them.</summary>
    public IReadOnlyList<TrackGroup> Artists => Current.Artists;

    /// <summary>By name, then artist.</summary>
    public IReadOnlyList<TrackGroup> Albums => Current.Albums;

    /// <summary>By name. A track with several genres is in each of them.</summary>
    public IReadOnlyList<TrackGroup> Genres => Current.Genres;

    /// <summary>The album that a track is on; null if it is on none.</summary>
    public TrackGroup? AlbumOf(string trackId) => Current.AlbumByTrack.GetValueOrDefault(trackId);

    /// <summary>The genres of a track: "Rock; Blues" are two.</summary>
    public static IEnumerable<string> GenresOf(Track track) =>
        (track.Stored.Genre ?? "").Split([';', '\0'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private Shelves Current
    {
        get
        {
            var tracks = catalog.Tracks;
            return last is { } shelves && ReferenceEquals(shelves.Tracks, tracks) ? shelves : last = new Shelves(tracks);
        }
    }

    // Each is found when it is first asked for.
    private sealed class Shelves(IReadOnlyCollection<Track> tracks)
    {
        private readonly Lazy<IReadOnlyList<Track>> ordered = new(() => InOrder(tracks));
        private readonly Lazy<IReadOnlyList<TrackGroup>> artists = new(() => Group(ByLocation(tracks)
            .Where(track => track.Stored.Artist is not null).Select(track => (Name: track.Stored.Artist!, Track: track))));
        private readonly Lazy<IReadOnlyList<TrackGroup>> genres = new(() => Group(
            ByLocation(tracks).SelectMany(GenresOf, (track, genre) => (Name: genre, Track: track))));
        private readonly Lazy<(IReadOnlyList<TrackGroup> All, IReadOnlyDictionary<string, TrackGroup> ByTrack)> albums = new(() =>
        {
            var all = AlbumsOf(tracks);
            return (all, all.SelectMany(album => album.Tracks, (album, track) => (track.Id, album))
                .ToDictionary(pair => pair.Id, pair => pair.album));
        });

        public IReadOnlyCollection<Track> Tracks => tracks;

        public IReadOnlyList<Track> Ordered => ordered.Value;

        public IReadOnlyList<TrackGroup> Artists => artists.Value;

        public IReadOnlyList<TrackGroup> Albums => albums.Value.All;

        public IReadOnlyList<TrackGroup> Genres => genres.Value;

        public IReadOnlyDictionary<string, TrackGroup> AlbumByTrack => albums.Value.ByTrack;

        private static IEnumerable<Track> ByLocation(IEnumerable<Track> tracks) =>
            tracks.OrderBy(track => track.Stored.Location, StringComparer.Ordinal);

        private static List<Track> InOrder(IEnumerable<Track> tracks) =>
            [.. tracks.OrderBy(track => track.Stored.Artist is null).ThenBy(track => track.Stored.Artist, StringComparer.OrdinalIgnoreCase)
                .ThenBy(track => track.Stored.Album, StringComparer.OrdinalIgnoreCase)
                .ThenBy(track => track.Stored.Location, StringComparer.Ordinal)];

        private static List<TrackGroup> AlbumsOf(IEnumerable<Track> tracks) =>
            [.. ByLocation(tracks).Where(track => track.Stored.Album is not null)
                .GroupBy(track => AccentFolding.Fold(track.Stored.Album!)).SelectMany(AlbumsNamed)
                .OrderBy(album => AccentFolding.Fold(album.Name), StringComparer.Ordinal)
                .ThenBy(album => AccentFolding.Fold(album.Artist ?? ""), StringComparer.Ordinal)];

        private static List<TrackGroup> Group(IEnumerable<(string Name, Track Track)> named) =>
            [.. named.GroupBy(pair => AccentFolding.Fold(pair.Name)).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new TrackGroup(Commonest(group.Select(pair => pair.Name)), null, [.. group.Select(pair => pair.Track)]))];

        // "Greatest Hits" is many albums: one of each artist, and of several artists one in each folder.
        private static IEnumerable<TrackGroup> AlbumsNamed(IGrouping<string, Track> named) =>
            named.GroupBy(FolderOf).SelectMany(folder => folder.GroupBy(track => OneArtist(folder) ?? folder.Key, (key, all) => (key, all)))
                .GroupBy(part => part.key, part => part.all)
                .Select(parts => parts.SelectMany(part => part).ToList())
                .Select(tracks => new TrackGroup(
                    Commonest(tracks.Select(track => track.Stored.Album!)),
                    OneArtist(tracks) is null ? null : tracks[0].Stored.Artist, tracks));

        private static string? OneArtist(IEnumerable<Track> tracks)
        {
            var artists = tracks.Select(track => AccentFolding.Fold(track.Stored.Artist ?? "")).Distinct().Take(2).ToList();
            return artists.Count == 1 ? artists[0] : null;
        }

        // Songs of a Subsonic server have none, so that each artist has an own album.
        private static string FolderOf(Track track) => track.Stored.Source == TrackSource.Subsonic
            ? AccentFolding.Fold(track.Stored.Artist ?? "")
            : track.Stored.Location.LastIndexOf('/') is var end and >= 0 ? track.Stored.Location[..end] : "";

        private static string Commonest(IEnumerable<string> names) =>
            names.GroupBy(name => name).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal).First().Key;
    }
}

/// <summary>An artist, an album or a genre.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Artist">An album's artist; null if there are several, and for artists and genres.</param>
/// <param name="Tracks">Its tracks, by their location.</param>
internal sealed record TrackGroup(string Name, string? Artist, IReadOnlyList<Track> Tracks);

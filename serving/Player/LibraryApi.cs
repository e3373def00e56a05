using System.Net.ServerSentEvents;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The library's routes: contents, shelves, search and scan.</summary>
internal static class LibraryApi
{
    private const int MaxPage = 200;
    private const int MaxLeftOut = 100;

    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithTags("Library");
        library.MapGet("/", GetLibrary);
        library.MapGet("/tracks", GetTracks).ProducesProblems((400, "Unknown emotion."));
        library.MapGet("/artists", GetArtists);
        library.MapGet("/albums", GetAlbums);
        library.MapGet("/genres", GetGenres);
        library.MapGet("/moods", GetMoods);
        library.MapPost("/scan", PostScan).RequireSameOrigin().DisableRequestTimeout()
            .ProducesProblems((403, "The request came from another site."));
    }

    /// <summary>Returns the number of tracks by mood, and the state of scan and analysis</summary>
    internal static Ok<LibraryResponse> GetLibrary(
        TrackCatalog catalog, LibraryIndexer library, LeftOutFiles leftOut, SoundIndexer sounds)
    {
        var all = leftOut.All;
        return TypedResults.Ok(new LibraryResponse(
            catalog.Tracks.Count,
            Emotions.All.ToDictionary(mood => mood, mood => catalog.Tracks.Count(track => track.Plays(mood))),
            library.Progress, library.Error, all.Count,
            [.. all.OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(MaxLeftOut)
                .Select(entry => new LeftOutFile(RawNames.Display(entry.Key), entry.Value))],
            AnalysisOf(catalog, sounds)));
    }

    private static AnalysisProgress AnalysisOf(TrackCatalog catalog, SoundIndexer sounds)
    {
        var tracks = catalog.Tracks.Where(sounds.ListensTo).ToList();
        var failed = tracks.Where(track => track.Sound is { Failure: not null }).ToList();
        return new AnalysisProgress(
            tracks.Count(track => track.Sound is { Failure: null }), tracks.Count, sounds.IsRunning, failed.Count,
            [.. failed.OrderBy(track => track.Stored.Location, StringComparer.Ordinal).Take(MaxLeftOut)
                .Select(track => new LeftOutFile(NameOf(track.Stored), $"{track.Sound!.Failure}."))]);
    }

    // A song's location is an id, which says nothing to people.
    private static string NameOf(StoredTrack track) => track.Source == TrackSource.File
        ? RawNames.Display(track.Location) : string.Join(" – ", new[] { track.Artist, track.Title }.OfType<string>());

    /// <summary>Searches for tracks</summary>
    /// <remarks>All conditions must hold. Accents and case do not matter. In the order of artist, album and file.</remarks>
    internal static async Task<Results<Ok<IEnumerable<PlaylistTrack>>, ProblemHttpResult>> GetTracks(
        [AsParameters] TrackQuery query, [AsParameters] Page page, HttpRequest request, LibraryGroups groups,
        ListenerStore listeners, CancellationToken cancel)
    {
        if (query.Mood is not null && Emotions.Parse(query.Mood) is null)
        {
            return TypedResults.Problem(
                $"Unknown emotion: expected one of {string.Join(", ", Emotions.All.Select(each => each.Name()))}.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var profile = await listeners.GetProfileAsync(request.ListenerId(), Emotion.Neutral, cancel);
        var from = query.AlbumOf is { } id ? groups.AlbumOf(id)?.Tracks ?? [] : groups.Tracks;
        var found = from.Select(profile.WithListenerMood)
            .Where(track => query.Fits(track) && (query.Liked != true || profile.Likes.Contains(track.Id)));
        return TypedResults.Ok(page.Of(found, MaxPage).Select(track => PlaylistTrack.From(track, profile.Likes.Contains(track.Id))));
    }

    /// <summary>Returns the artists, by name</summary>
    internal static Ok<IEnumerable<LibraryGroup>> GetArtists([AsParameters] Page page, LibraryGroups groups) =>
        Shelf(groups.Artists, page);

    /// <summary>Returns the albums, by name</summary>
    internal static Ok<IEnumerable<LibraryGroup>> GetAlbums([AsParameters] Page page, LibraryGroups groups) =>
        Shelf(groups.Albums, page);

    /// <summary>Returns the genres, by name</summary>
    internal static Ok<IEnumerable<LibraryGroup>> GetGenres([AsParameters] Page page, LibraryGroups groups) =>
        Shelf(groups.Genres, page);

    /// <summary>Returns the moods that have tracks, ignoring listeners' own choices</summary>
    internal static Ok<IEnumerable<LibraryGroup>> GetMoods([AsParameters] Page page, TrackCatalog catalog) => Shelf(
        [.. Emotions.All.Select(mood => new TrackGroup(mood.Name(), null, [.. catalog.Tracks.Where(track => track.Plays(mood))]))
            .Where(group => group.Tracks.Count > 0)], page);

    private static Ok<IEnumerable<LibraryGroup>> Shelf(IReadOnlyList<TrackGroup> groups, Page page) =>
        TypedResults.Ok(page.Of(groups, MaxPage).Select(LibraryGroup.From));

    /// <summary>Scans the library</summary>
    /// <remarks>Reports progress as server-sent events; the last one has `finished` set.</remarks>
    internal static ServerSentEventsResult<ScanProgress> PostScan(LibraryIndexer library, CancellationToken cancel) =>
        TypedResults.ServerSentEvents(library.ScanAsync(cancel).Select(progress => new SseItem<ScanProgress>(progress)));
}

/// <summary>The contents of the library.</summary>
/// <param name="Tracks">Playable tracks.</param>
/// <param name="ByMood">Tracks that play for each mood, ignoring listeners' own choices; a track may play for several.</param>
/// <param name="Scan">Progress of the current scan, or of the last one.</param>
/// <param name="Trouble">What is wrong with the library; null if nothing is.</param>
/// <param name="LeftOutCount">Files, folders and playlists that the last scan left out, or not whole.</param>
/// <param name="LeftOut">The first 100 of them.</param>
/// <param name="Analysis">How much of it has been listened to.</param>
public sealed record LibraryResponse(
    int Tracks, IReadOnlyDictionary<Emotion, int> ByMood, ScanProgress Scan, string? Trouble, int LeftOutCount,
    IReadOnlyList<LeftOutFile> LeftOut, AnalysisProgress Analysis);

/// <summary>How much of the library has been listened to.</summary>
/// <param name="Analysed">Tracks whose sound is known.</param>
/// <param name="Total">Tracks that are listened to: files, and songs of a Subsonic server that is near.</param>
/// <param name="IsRunning">Whether tracks are being analysed now.</param>
/// <param name="FailedCount">Tracks that could not be analysed; they play by their tags.</param>
/// <param name="Failed">The first 100 of them.</param>
public sealed record AnalysisProgress(int Analysed, int Total, bool IsRunning, int FailedCount, IReadOnlyList<LeftOutFile> Failed);

/// <summary>A file, folder or playlist that was left out, or not whole.</summary>
/// <param name="File">Its path within the library.</param>
/// <param name="Reason">Why, such as "browsers cannot play .ape files.".</param>
public sealed record LeftOutFile(string File, string Reason);

using System.Net.ServerSentEvents;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Player.Text;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The library's routes: contents, search and scan.</summary>
internal static class LibraryApi
{
    private const int MaxResults = 200;
    private const int MaxLeftOut = 100;

    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithTags("Library");
        library.MapGet("/", GetLibrary);
        library.MapGet("/tracks", Search);
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
        var files = catalog.Tracks.Where(track => track.Stored.Source == TrackSource.File).ToList();
        var failed = files.Where(track => track.Sound is { Failure: not null }).ToList();
        return new AnalysisProgress(
            files.Count(track => track.Sound is { Failure: null }), files.Count, sounds.IsRunning, failed.Count,
            [.. failed.OrderBy(track => track.Stored.Location, StringComparer.Ordinal).Take(MaxLeftOut)
                .Select(track => new LeftOutFile(RawNames.Display(track.Stored.Location), $"{track.Sound!.Failure}."))]);
    }

    /// <summary>Searches for tracks</summary>
    /// <param name="q">Words that must all occur in title, artist or album; all tracks without it.</param>
    internal static async Task<Ok<IEnumerable<PlaylistTrack>>> Search(
        HttpRequest request, TrackCatalog catalog, ListenerStore listeners, CancellationToken cancel, string q = "")
    {
        var profile = await listeners.GetProfileAsync(request.ListenerId(), Emotion.Neutral, cancel);
        var words = AccentFolding.Fold(q).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TypedResults.Ok(catalog.Tracks.Where(track => words.All(word => Matches(track, word))).Take(MaxResults)
            .Select(profile.WithListenerMood).Select(track => PlaylistTrack.From(track, profile.Likes.Contains(track.Id))));
    }

    /// <summary>Scans the library</summary>
    /// <remarks>Reports progress as server-sent events; the last one has `finished` set.</remarks>
    internal static ServerSentEventsResult<ScanProgress> PostScan(LibraryIndexer library, CancellationToken cancel) =>
        TypedResults.ServerSentEvents(library.ScanAsync(cancel).Select(progress => new SseItem<ScanProgress>(progress)));

    // The word is folded already: "olaf" finds "Ölaf".
    private static bool Matches(Track track, string word) =>
        new[] { track.Stored.Title, track.Stored.Artist, track.Stored.Album }.Any(text =>
            text is not null && AccentFolding.Fold(text).Contains(word, StringComparison.Ordinal));
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
/// <param name="Total">Tracks that are files of the library.</param>
/// <param name="IsRunning">Whether files are being analysed now.</param>
/// <param name="FailedCount">Tracks that could not be analysed; they play by their tags.</param>
/// <param name="Failed">The first 100 of them.</param>
public sealed record AnalysisProgress(int Analysed, int Total, bool IsRunning, int FailedCount, IReadOnlyList<LeftOutFile> Failed);

/// <summary>A file, folder or playlist that was left out, or not whole.</summary>
/// <param name="File">Its path within the library.</param>
/// <param name="Reason">Why, such as "browsers cannot play .ape files.".</param>
public sealed record LeftOutFile(string File, string Reason);

using System.Net.ServerSentEvents;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The library: what is in it, and looking through it again.</summary>
internal static class LibraryApi
{
    private const int Most = 200;

    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithTags("Library");
        library.MapGet("/", GetLibrary);
        library.MapGet("/tracks", Search);
        library.MapPost("/scan", PostScan).RequireSameOrigin().DisableRequestTimeout()
            .Refuses((403, "Another site asked for it."));
    }

    /// <summary>How much there is for each mood</summary>
    internal static Ok<LibraryAnswer> GetLibrary(Catalogue catalogue, LibraryKeeper library) => TypedResults.Ok(new LibraryAnswer(
        catalogue.Tracks.Count,
        Emotions.All.ToDictionary(mood => mood, mood => catalogue.Tracks.Count(track => track.Mood == mood)),
        library.Progress, library.Trouble));

    /// <summary>Finds tracks</summary>
    /// <param name="q">Words of title, artist or album, all of which have to be there; without it, all tracks.</param>
    internal static async Task<Ok<IEnumerable<PlaylistTrack>>> Search(
        HttpRequest request, Catalogue catalogue, Memories memories, CancellationToken cancel, string q = "")
    {
        var memory = await memories.OfAsync(request.Listener(), Emotion.Neutral, cancel);
        var words = q.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TypedResults.Ok(catalogue.Tracks.Where(track => words.All(word => Says(track, word))).Take(Most)
            .Select(memory.InOwnMood).Select(track => PlaylistTrack.Of(track, memory.Likes.Contains(track.Id))));
    }

    /// <summary>Looks through the library again</summary>
    /// <remarks>Tells how far it is by server-sent events; the last one says `finished`.</remarks>
    internal static ServerSentEventsResult<ScanProgress> PostScan(LibraryKeeper library, CancellationToken cancel) =>
        TypedResults.ServerSentEvents(library.ScanAsync(cancel).Select(progress => new SseItem<ScanProgress>(progress)));

    private static bool Says(Track track, string word) =>
        new[] { track.Stored.Title, track.Stored.Artist, track.Stored.Album }.Any(text =>
            text?.Contains(word, StringComparison.CurrentCultureIgnoreCase) == true);
}

/// <summary>What is in the library.</summary>
/// <param name="Tracks">That can be played.</param>
/// <param name="ByMood">How many of them are for each mood, without what listeners chose.</param>
/// <param name="Scan">How far it was looked through.</param>
/// <param name="Trouble">What is wrong with it; null while all is well.</param>
public sealed record LibraryAnswer(int Tracks, IReadOnlyDictionary<Emotion, int> ByMood, ScanProgress Scan, string? Trouble);

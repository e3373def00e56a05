using System.Globalization;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Subsonic;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Player;

/// <summary>The tracks' routes: audio, cover, likes, moods and plays.</summary>
internal static class TrackApi
{
    private const int MaxPlaySeconds = 86_400; // a day

    public static void MapTracks(this IEndpointRouteBuilder api)
    {
        var tracks = api.MapGroup("/tracks/{id}").WithTags("Tracks").ProducesProblems((404, "Unknown track."));
        tracks.MapGet("", GetTrack).WithExample(Examples.Track);
        tracks.MapMethods("/stream", [HttpMethods.Get, HttpMethods.Head], GetStream).DisableRequestTimeout()
            .ProducesProblems((416, "The range starts beyond the end of the file."));
        tracks.MapGet("/cover", GetCover);

        var writes = tracks.MapGroup("").RequireSameOrigin()
            .ProducesProblems((403, "The request came from another site.")).HandleDatabaseUnavailable().LimitNewListeners();
        writes.MapPut("/like", PutLike);
        writes.MapDelete("/like", DeleteLike);
        writes.MapPut("/mood", PutMood);
        writes.MapDelete("/mood", DeleteMood);
        writes.MapGroup("").LimitReports().MapPost("/plays", PostPlay).ProducesProblems((400, "`seconds` is out of range."));
    }

    /// <summary>Returns what is known of a track: tags, sound and mood</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<Results<Ok<TrackResponse>, ProblemHttpResult>> GetTrack(
        string id, HttpRequest request, LibraryIndexer library, ListenerStore listeners, CancellationToken cancel)
    {
        if (await library.FindTrackAsync(id, cancel) is not { } track)
        {
            return TrackNotFound();
        }

        var profile = await listeners.GetProfileAsync(request.ListenerId(), Emotion.Neutral, cancel);
        return TypedResults.Ok(TrackResponse.From(profile.WithListenerMood(track), profile.Likes.Contains(id)));
    }

    /// <summary>Streams a track</summary>
    /// <remarks>Supports range requests, so that players can seek.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<IResult> GetStream(string id, LibraryIndexer library, SubsonicClient subsonic, CancellationToken cancel)
    {
        var track = await library.FindTrackAsync(id, cancel);
        if (track is { Stored.Source: TrackSource.Subsonic })
        {
            return new SubsonicStreamResult(subsonic, "stream", track.Stored.Location);
        }

        if (track is null || library.FindFile(track) is not { } file)
        {
            return TrackNotFound();
        }

        var version = $"\"{track.Id}-{file.Length:x}-{file.Written:x}\"";
        var (written, tag) = (new DateTimeOffset(file.Written, TimeSpan.Zero), new EntityTagHeaderValue(version));
        // PhysicalFile would look for what a link leads to by name, and for a date.
        return RawNames.IsRaw(track.Stored.Location) || file.Written == MusicFile.NoDate
            ? TypedResults.Stream(File.OpenRead(file.Path), track.Stored.ContentType, null, written, tag, enableRangeProcessing: true)
            : TypedResults.PhysicalFile(
                file.Path, track.Stored.ContentType, lastModified: written, entityTag: tag, enableRangeProcessing: true);
    }

    /// <summary>Returns a track's cover</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<IResult> GetCover(
        string id, HttpResponse response, LibraryIndexer library, CoverReader covers, SubsonicClient subsonic,
        CancellationToken cancel)
    {
        var track = await library.FindTrackAsync(id, cancel);
        if (track is { Stored: { Source: TrackSource.Subsonic, CoverId: { } coverId } })
        {
            return new SubsonicStreamResult(subsonic, "getCoverArt", coverId);
        }

        if (track is not { Stored.HasCover: true } || library.FindFile(track) is not { } file
            || await covers.ReadAsync(file.Path, cancel) is not { } cover)
        {
            return TrackNotFound("This track has no cover.");
        }

        response.Headers.CacheControl = "private, max-age=86400";
        return TypedResults.Bytes(cover.Bytes, cover.ContentType, entityTag: new EntityTagHeaderValue($"\"{track.Stored.ContentHash}\""));
    }

    /// <summary>Likes a track</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PutLike(
        string id, HttpContext context, LibraryIndexer library, ListenerStore listeners, SubsonicReporter subsonic, CancellationToken cancel) =>
        SetLikeAsync(id, context, library, listeners, subsonic, liked: true, cancel);

    /// <summary>Removes a like</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteLike(
        string id, HttpContext context, LibraryIndexer library, ListenerStore listeners, SubsonicReporter subsonic, CancellationToken cancel) =>
        SetLikeAsync(id, context, library, listeners, subsonic, liked: false, cancel);

    /// <summary>Sets the listener's own mood for a track</summary>
    /// <remarks>It takes precedence over folders, playlists and tags, for this listener only.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PutMood(
        string id, MoodChoice choice, HttpContext context, LibraryIndexer library, ListenerStore listeners, CancellationToken cancel) =>
        UpdateAsync(id, library, _ => listeners.SetMoodAsync(context.GetOrCreateListenerId(), id, choice.Mood, cancel), cancel);

    /// <summary>Removes the listener's own mood for a track</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteMood(
        string id, HttpContext context, LibraryIndexer library, ListenerStore listeners, CancellationToken cancel) =>
        UpdateAsync(id, library, _ => listeners.SetMoodAsync(context.GetOrCreateListenerId(), id, null, cancel), cancel);

    /// <summary>Reports a finished or skipped play</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> PostPlay(
        string id, PlayReport play, HttpContext context, LibraryIndexer library, ListenerStore listeners, SubsonicReporter subsonic,
        CancellationToken cancel) => play.Seconds is < 0 or > MaxPlaySeconds
            ? TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture,
                    $"`seconds` is out of range: found {play.Seconds}, expected 0 to {MaxPlaySeconds}."),
                statusCode: StatusCodes.Status400BadRequest)
            : await UpdateAsync(id, library, async track =>
            {
                var report = play.Finished ? subsonic.ReportOf(track.Stored, "scrobble") : null;
                await listeners.RecordPlayAsync(
                    context.GetOrCreateListenerId(), id, play.Mood, play.Seconds, play.Finished, report, cancel);
                subsonic.Wake();
            }, cancel);

    private static Task<Results<NoContent, ProblemHttpResult>> SetLikeAsync(
        string id, HttpContext context, LibraryIndexer library, ListenerStore listeners, SubsonicReporter subsonic, bool liked,
        CancellationToken cancel) => UpdateAsync(id, library, async track =>
        {
            var report = subsonic.ReportOf(track.Stored, liked ? "star" : "unstar");
            await listeners.SetLikeAsync(context.GetOrCreateListenerId(), id, liked, report, cancel);
            subsonic.Wake();
        }, cancel);

    private static async Task<Results<NoContent, ProblemHttpResult>> UpdateAsync(
        string id, LibraryIndexer library, Func<Track, Task> update, CancellationToken cancel)
    {
        if (await library.FindTrackAsync(id, cancel) is not { } track)
        {
            return TrackNotFound();
        }

        await update(track);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult TrackNotFound(
        string detail = "Unknown track; its file may have been removed. Request the playlist again.") =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);
}

/// <summary>The mood that a listener assigns to a track.</summary>
/// <param name="Mood">The mood.</param>
public sealed record MoodChoice(Emotion Mood);

/// <summary>A play of a track.</summary>
/// <param name="Mood">The mood it was played for.</param>
/// <param name="Seconds">Seconds played, at most a day.</param>
/// <param name="Finished">Whether it was played to its end; else it was skipped.</param>
public sealed record PlayReport(Emotion Mood, double Seconds, bool Finished);

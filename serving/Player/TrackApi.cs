using System.Globalization;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Player.Subsonic;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Player;

/// <summary>A track's sound and picture, and what a listener makes of it.</summary>
internal static class TrackApi
{
    private const int LongestSeconds = 86_400; // a day

    public static void MapTracks(this IEndpointRouteBuilder api)
    {
        var tracks = api.MapGroup("/tracks/{id}").WithTags("Tracks").Refuses((404, "There is no such track."));
        tracks.MapMethods("/stream", [HttpMethods.Get, HttpMethods.Head], GetStream).DisableRequestTimeout()
            .Refuses((416, "The range lies behind the end."));
        tracks.MapGet("/cover", GetCover);

        var writes = tracks.MapGroup("").RequireSameOrigin().Refuses((403, "Another site asked for it.")).SaysWhenDatabaseIsAway();
        writes.MapPut("/like", PutLike);
        writes.MapDelete("/like", DeleteLike);
        writes.MapPut("/mood", PutMood);
        writes.MapDelete("/mood", DeleteMood);
        writes.MapPost("/plays", PostPlay).Refuses((400, "The seconds are none."));
    }

    /// <summary>The sound of a track</summary>
    /// <remarks>Answers ranges, so that a player can seek.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<IResult> GetStream(string id, LibraryKeeper library, SubsonicClient subsonic, CancellationToken cancel)
    {
        var track = await library.FindAsync(id, cancel);
        if (track is { Stored.Source: TrackSource.Subsonic })
        {
            return new SubsonicStream(subsonic, "stream", track.Stored.Location);
        }

        if (track is null || library.FileOf(track) is not { } file)
        {
            return NoTrack();
        }

        var version = $"\"{track.Id}-{file.Length:x}-{file.Written:x}\"";
        return TypedResults.PhysicalFile(
            file.Path, track.Stored.ContentType, lastModified: new DateTimeOffset(file.Written, TimeSpan.Zero),
            entityTag: new EntityTagHeaderValue(version), enableRangeProcessing: true);
    }

    /// <summary>The picture that comes with a track</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<IResult> GetCover(
        string id, HttpResponse response, LibraryKeeper library, CoverReader covers, SubsonicClient subsonic,
        CancellationToken cancel)
    {
        var track = await library.FindAsync(id, cancel);
        if (track is { Stored: { Source: TrackSource.Subsonic, CoverId: { } picture } })
        {
            return new SubsonicStream(subsonic, "getCoverArt", picture);
        }

        if (track is not { Stored.HasCover: true } || library.FileOf(track) is not { } file
            || await covers.ReadAsync(file.Path, cancel) is not { } cover)
        {
            return NoTrack("There is no picture with this track.");
        }

        response.Headers.CacheControl = "private, max-age=86400";
        return TypedResults.Bytes(cover.Bytes, cover.ContentType, entityTag: new EntityTagHeaderValue($"\"{track.Stored.ContentHash}\""));
    }

    /// <summary>Makes a track a favourite</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PutLike(
        string id, HttpContext context, LibraryKeeper library, Memories memories, SubsonicSource subsonic, CancellationToken cancel) =>
        LikeAsync(id, context, library, memories, subsonic, liked: true, cancel);

    /// <summary>Takes that back</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteLike(
        string id, HttpContext context, LibraryKeeper library, Memories memories, SubsonicSource subsonic, CancellationToken cancel) =>
        LikeAsync(id, context, library, memories, subsonic, liked: false, cancel);

    /// <summary>Says which mood a track is for</summary>
    /// <remarks>For this listener; it goes before what folders and tags say.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PutMood(
        string id, MoodChoice choice, HttpContext context, LibraryKeeper library, Memories memories, CancellationToken cancel) =>
        WriteAsync(id, library, _ => memories.ChooseMoodAsync(context.ListenerOrNew(), id, choice.Mood, cancel), cancel);

    /// <summary>Takes that back</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteMood(
        string id, HttpContext context, LibraryKeeper library, Memories memories, CancellationToken cancel) =>
        WriteAsync(id, library, _ => memories.ChooseMoodAsync(context.ListenerOrNew(), id, null, cancel), cancel);

    /// <summary>Tells that a track was heard, or skipped</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> PostPlay(
        string id, PlayedTrack played, HttpContext context, LibraryKeeper library, Memories memories, SubsonicSource subsonic,
        CancellationToken cancel) => played.Seconds is < 0 or > LongestSeconds
            ? TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture, $"Found seconds {played.Seconds}, expected 0 to {LongestSeconds}."),
                statusCode: StatusCodes.Status400BadRequest)
            : await WriteAsync(id, library, async track =>
            {
                await memories.PlayedAsync(context.ListenerOrNew(), id, played.Mood, played.Seconds, played.Finished, cancel);
                if (played.Finished)
                {
                    subsonic.Scrobble(track);
                }
            }, cancel);

    private static Task<Results<NoContent, ProblemHttpResult>> LikeAsync(
        string id, HttpContext context, LibraryKeeper library, Memories memories, SubsonicSource subsonic, bool liked,
        CancellationToken cancel) => WriteAsync(id, library, async track =>
        {
            await memories.LikeAsync(context.ListenerOrNew(), id, liked, cancel);
            subsonic.Star(track, liked);
        }, cancel);

    private static async Task<Results<NoContent, ProblemHttpResult>> WriteAsync(
        string id, LibraryKeeper library, Func<Track, Task> write, CancellationToken cancel)
    {
        if (await library.FindAsync(id, cancel) is not { } track)
        {
            return NoTrack();
        }

        await write(track);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoTrack(
        string why = "There is no such track; its file may have been taken away. Ask for the playlist again.") =>
        TypedResults.Problem(why, statusCode: StatusCodes.Status404NotFound);
}

/// <summary>The mood that a listener says a track is for.</summary>
/// <param name="Mood">Which.</param>
public sealed record MoodChoice(Emotion Mood);

/// <summary>A track that was played.</summary>
/// <param name="Mood">What it was played for.</param>
/// <param name="Seconds">How much of it was heard, up to a day.</param>
/// <param name="Finished">Whether to its end; else it was skipped.</param>
public sealed record PlayedTrack(Emotion Mood, double Seconds, bool Finished);

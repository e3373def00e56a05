using System.ComponentModel.DataAnnotations;
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
    public static void MapTracks(this IEndpointRouteBuilder api)
    {
        var tracks = api.MapGroup("/tracks/{id}").WithTags("Tracks").Refuses((404, "There is no such track."));
        tracks.MapMethods("/stream", [HttpMethods.Get, HttpMethods.Head], GetStream).DisableRequestTimeout()
            .Refuses((416, "The range lies behind the end."));
        tracks.MapGet("/cover", GetCover);

        var writes = tracks.MapGroup("").RequireSameOrigin().Refuses((403, "Another site asked for it."));
        writes.MapPut("/like", PutLike);
        writes.MapDelete("/like", DeleteLike);
        writes.MapPut("/mood", PutMood);
        writes.MapDelete("/mood", DeleteMood);
        writes.MapPost("/plays", PostPlay);
    }

    /// <summary>The sound of a track</summary>
    /// <remarks>Answers ranges, so that a player can seek.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static IResult GetStream(string id, Catalogue catalogue, LibraryKeeper library, SubsonicClient subsonic)
    {
        if (catalogue.Find(id) is { Stored.Source: TrackSource.Subsonic } song)
        {
            return new SubsonicStream(subsonic, "stream", song.Stored.Location);
        }

        if (catalogue.Find(id) is not { } track || library.FileOf(track) is not { } file)
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
        string id, HttpResponse response, Catalogue catalogue, LibraryKeeper library, CoverReader covers,
        SubsonicClient subsonic, CancellationToken cancel)
    {
        if (catalogue.Find(id) is { Stored: { Source: TrackSource.Subsonic, HasCover: true } } song)
        {
            return new SubsonicStream(subsonic, "getCoverArt", song.Stored.Location);
        }

        if (catalogue.Find(id) is not { Stored.HasCover: true } track || library.FileOf(track) is not { } file
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
        string id, HttpContext context, Catalogue catalogue, Memories memories, SubsonicSource subsonic, CancellationToken cancel) =>
        LikeAsync(id, context, catalogue, memories, subsonic, liked: true, cancel);

    /// <summary>Takes that back</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteLike(
        string id, HttpContext context, Catalogue catalogue, Memories memories, SubsonicSource subsonic, CancellationToken cancel) =>
        LikeAsync(id, context, catalogue, memories, subsonic, liked: false, cancel);

    /// <summary>Says which mood a track is for</summary>
    /// <remarks>For this listener; it goes before what folders and tags say.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PutMood(
        string id, MoodChoice choice, HttpContext context, Catalogue catalogue, Memories memories, CancellationToken cancel) =>
        WriteAsync(id, catalogue, _ => memories.ChooseMoodAsync(context.ListenerOrNew(), id, choice.Mood, cancel));

    /// <summary>Takes that back</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> DeleteMood(
        string id, HttpContext context, Catalogue catalogue, Memories memories, CancellationToken cancel) =>
        WriteAsync(id, catalogue, _ => memories.ChooseMoodAsync(context.ListenerOrNew(), id, null, cancel));

    /// <summary>Tells that a track was heard, or skipped</summary>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static Task<Results<NoContent, ProblemHttpResult>> PostPlay(
        string id, PlayedTrack played, HttpContext context, Catalogue catalogue, Memories memories, SubsonicSource subsonic,
        CancellationToken cancel) => WriteAsync(id, catalogue, async track =>
        {
            await memories.PlayedAsync(context.ListenerOrNew(), id, played.Mood, played.Seconds, played.Finished, cancel);
            if (played.Finished)
            {
                await subsonic.ScrobbleAsync(track);
            }
        });

    private static Task<Results<NoContent, ProblemHttpResult>> LikeAsync(
        string id, HttpContext context, Catalogue catalogue, Memories memories, SubsonicSource subsonic, bool liked,
        CancellationToken cancel) => WriteAsync(id, catalogue, async track =>
        {
            await memories.LikeAsync(context.ListenerOrNew(), id, liked, cancel);
            await subsonic.StarAsync(track, liked);
        });

    private static async Task<Results<NoContent, ProblemHttpResult>> WriteAsync(string id, Catalogue catalogue, Func<Track, Task> write)
    {
        if (catalogue.Find(id) is not { } track)
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
/// <param name="Seconds">How much of it was heard.</param>
/// <param name="Finished">Whether to its end; else it was skipped.</param>
public sealed record PlayedTrack(Emotion Mood, [property: Range(0, 86_400)] double Seconds, bool Finished);

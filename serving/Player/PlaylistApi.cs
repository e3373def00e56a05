using System.Net;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The playlists' routes, for the page and for other players.</summary>
internal static class PlaylistApi
{
    public static void MapPlaylists(this IEndpointRouteBuilder api)
    {
        var playlists = api.MapGroup("/playlists").WithTags("Playlists")
            .ProducesProblems((404, "Unknown emotion."), (400, "Unknown approach, or no playlist to go on from."));
        playlists.MapGet("/{emotion}", GetPlaylist).WithExample(Examples.Playlist);
        playlists.MapGet("/{emotion}.m3u8", GetM3u8);
        playlists.MapGet("/{emotion}.xspf", GetXspf);
    }

    /// <summary>Returns a playlist for a mood</summary>
    /// <remarks>
    /// `match` matches the mood, `lift` leads from it to happy, `calm` leads to calm. Tracks are sampled by what the listener
    /// likes, so each request returns another mix, in which nothing of the last hour repeats while there is enough other music.
    /// For music without end, ask with `after` before the list is over: the next list goes on from there.
    /// </remarks>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral; or a playlist's id.</param>
    /// <param name="approach">match, lift or calm. Default: match for happy, surprise and neutral, lift for the others.</param>
    /// <param name="after">The `id` of the list before, or of a list of all tracks played so far.</param>
    internal static async Task<Results<Ok<Playlist>, ProblemHttpResult>> GetPlaylist(
        string emotion, string? approach, string? after, HttpRequest request, LocalPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, after, request, playlists, cancel);
        return problem is null ? TypedResults.Ok(playlist) : problem;
    }

    /// <summary>Exports a playlist as M3U8</summary>
    /// <remarks>With an emotion, it is a new mix; with a playlist's id, the same tracks in the same order.</remarks>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral; or a playlist's id.</param>
    /// <param name="approach">match, lift or calm.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetM3u8(
        string emotion, string? approach, HttpRequest request, LocalPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, null, request, playlists, cancel);
        return problem is null
            ? TypedResults.Text(
                PlaylistExport.ToM3u8(playlist!, BaseOf(request)), "audio/x-mpegurl", System.Text.Encoding.UTF8)
            : problem;
    }

    /// <summary>Exports a playlist as XSPF</summary>
    /// <remarks>With an emotion, it is a new mix; with a playlist's id, the same tracks in the same order.</remarks>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral; or a playlist's id.</param>
    /// <param name="approach">match, lift or calm.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetXspf(
        string emotion, string? approach, HttpRequest request, LocalPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, null, request, playlists, cancel);
        return problem is null
            ? TypedResults.Text(PlaylistExport.ToXspf(playlist!, BaseOf(request)), "application/xspf+xml", System.Text.Encoding.UTF8)
            : problem;
    }

    // HTTP/1.0 needs no Host: then it is the address that was connected to.
    private static Uri BaseOf(HttpRequest request)
    {
        var connection = request.HttpContext.Connection;
        return request.Host.HasValue && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var named) ? named
            : new UriBuilder(request.Scheme, (connection.LocalIpAddress ?? IPAddress.Loopback).ToString(), connection.LocalPort).Uri;
    }

    private static async Task<(Playlist? Playlist, ProblemHttpResult? Problem)> PlaylistAsync(
        string emotion, string? approach, string? after, HttpRequest request, LocalPlaylistSource playlists, CancellationToken cancel)
    {
        if (PlaylistId.Parse(emotion) is { } id)
        {
            return (await playlists.GetPlaylistAsync(id, request.ListenerId(), cancel), null);
        }

        if (Emotions.Parse(emotion) is not { } mood)
        {
            return (null, TypedResults.Problem(
                $"Unknown emotion: expected one of {string.Join(", ", Emotions.All.Select(each => each.Name()))}.",
                statusCode: StatusCodes.Status404NotFound));
        }

        var parsed = approach is null ? null : Approaches.Parse(approach);
        if (approach is not null && parsed is null)
        {
            return (null, TypedResults.Problem(
                $"Unknown approach '{approach}': expected match, lift or calm.", statusCode: StatusCodes.Status400BadRequest));
        }

        var before = after is null ? null : PlaylistId.Parse(after);
        if (after is not null && before is null)
        {
            return (null, TypedResults.Problem(
                "`after` is no playlist: expected the `id` of one.", statusCode: StatusCodes.Status400BadRequest));
        }

        return (await playlists.GetPlaylistAsync(
            new(mood, parsed, request.ListenerId(), request.HttpContext.Connection.RemoteIpAddress?.ToString(), before), cancel), null);
    }
}

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
            .ProducesProblems((404, "Unknown emotion."), (400, "Unknown approach."));
        playlists.MapGet("/{emotion}", GetPlaylist).WithExample(Examples.Playlist);
        playlists.MapGet("/{emotion}.m3u8", GetM3u8);
        playlists.MapGet("/{emotion}.xspf", GetXspf);
    }

    /// <summary>Returns a playlist for a mood</summary>
    /// <remarks>
    /// `match` matches the mood, `lift` leads from it to happy, `calm` leads to calm. Tracks are sampled by what the listener
    /// likes, so each request returns another mix.
    /// </remarks>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral.</param>
    /// <param name="approach">match, lift or calm. Default: match for happy, surprise and neutral, lift for the others.</param>
    internal static async Task<Results<Ok<Playlist>, ProblemHttpResult>> GetPlaylist(
        string emotion, string? approach, HttpRequest request, IPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, playlists, cancel);
        return problem is null ? TypedResults.Ok(playlist) : problem;
    }

    /// <summary>Exports a playlist as M3U8</summary>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral.</param>
    /// <param name="approach">match, lift or calm.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetM3u8(
        string emotion, string? approach, HttpRequest request, IPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, playlists, cancel);
        return problem is null
            ? TypedResults.Text(
                PlaylistExport.ToM3u8(playlist!, BaseOf(request)), "application/vnd.apple.mpegurl", System.Text.Encoding.UTF8)
            : problem;
    }

    /// <summary>Exports a playlist as XSPF</summary>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral.</param>
    /// <param name="approach">match, lift or calm.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetXspf(
        string emotion, string? approach, HttpRequest request, IPlaylistSource playlists, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, playlists, cancel);
        return problem is null
            ? TypedResults.Text(PlaylistExport.ToXspf(playlist!, BaseOf(request)), "application/xspf+xml", System.Text.Encoding.UTF8)
            : problem;
    }

    private static Uri BaseOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");

    private static async Task<(Playlist? Playlist, ProblemHttpResult? Problem)> PlaylistAsync(
        string emotion, string? approach, HttpRequest request, IPlaylistSource playlists, CancellationToken cancel)
    {
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

        return (await playlists.GetPlaylistAsync(new(mood, parsed, request.ListenerId()), cancel), null);
    }
}

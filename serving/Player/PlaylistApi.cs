using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>Playlists, for the page and for other players.</summary>
internal static class PlaylistApi
{
    public static void MapPlaylists(this IEndpointRouteBuilder api)
    {
        var playlists = api.MapGroup("/playlists").WithTags("Playlists")
            .Refuses((404, "There is no such emotion."), (400, "There is no such approach."));
        playlists.MapGet("/{emotion}", GetPlaylist).WithExample(Examples.Playlist);
        playlists.MapGet("/{emotion}.m3u8", GetM3u);
        playlists.MapGet("/{emotion}.xspf", GetXspf);
    }

    /// <summary>Music for a mood</summary>
    /// <remarks>
    /// `match` plays the mood, `lift` leads from it to happy, `calm` leads to rest. Each time another list is drawn, by what
    /// was learnt of this listener.
    /// </remarks>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral.</param>
    /// <param name="approach">match, lift or calm; without it match for happy, surprise and neutral, lift for the others.</param>
    internal static async Task<Results<Ok<Playlist>, ProblemHttpResult>> GetPlaylist(
        string emotion, string? approach, HttpRequest request, IPlayer player, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, player, cancel);
        return problem is null ? TypedResults.Ok(playlist) : problem;
    }

    /// <summary>The same as M3U8, for other players</summary>
    /// <param name="emotion">As above.</param>
    /// <param name="approach">As above.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetM3u(
        string emotion, string? approach, HttpRequest request, IPlayer player, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, player, cancel);
        return problem is null
            ? TypedResults.Text(PlaylistExport.M3u(playlist!, BaseOf(request)), "application/vnd.apple.mpegurl", System.Text.Encoding.UTF8)
            : problem;
    }

    /// <summary>The same as XSPF, for other players</summary>
    /// <param name="emotion">As above.</param>
    /// <param name="approach">As above.</param>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetXspf(
        string emotion, string? approach, HttpRequest request, IPlayer player, CancellationToken cancel)
    {
        var (playlist, problem) = await PlaylistAsync(emotion, approach, request, player, cancel);
        return problem is null
            ? TypedResults.Text(PlaylistExport.Xspf(playlist!, BaseOf(request)), "application/xspf+xml", System.Text.Encoding.UTF8)
            : problem;
    }

    private static Uri BaseOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");

    private static async Task<(Playlist? Playlist, ProblemHttpResult? Problem)> PlaylistAsync(
        string emotion, string? approach, HttpRequest request, IPlayer player, CancellationToken cancel)
    {
        if (Emotions.Parse(emotion) is not { } mood)
        {
            return (null, TypedResults.Problem(
                $"Found no such emotion, expected one of {string.Join(", ", Emotions.All.Select(each => each.Name()))}.",
                statusCode: StatusCodes.Status404NotFound));
        }

        var way = approach is null ? null : Approaches.Parse(approach);
        if (approach is not null && way is null)
        {
            return (null, TypedResults.Problem(
                $"Found approach={approach}, expected match, lift or calm.", statusCode: StatusCodes.Status400BadRequest));
        }

        return (await player.PlaylistForAsync(new(mood, way, request.Listener()), cancel), null);
    }
}

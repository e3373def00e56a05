using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Player;

/// <summary>The player's routes, and the ways to reach it.</summary>
internal static class PlayerApi
{
    /// <summary>The player in this process.</summary>
    public static IServiceCollection AddPlayer(this IServiceCollection services)
    {
        services.AddPlayerOptions();
        services.AddSingleton<Library>();
        services.AddSingleton<Moods>();
        services.AddSingleton<IPlayer, LocalPlayer>();
        return services;
    }

    /// <summary>The player of another process, at <c>Player:BaseUrl</c>.</summary>
    public static IServiceCollection AddRemotePlayer(this IServiceCollection services)
    {
        services.AddPlayerOptions().Validate(
            player => player.BaseUrl is { IsAbsoluteUri: true } url && url.Scheme is ("http" or "https"),
            "Found no Player:BaseUrl, expected the address of the player service, such as http://player:7000. "
            + "Set it, or run both roles in one process.");
        services.AddHttpForwarder();
        services.AddSingleton<PlayerForwarder>();
        services.AddTransient<WholeAnswers>();
        var player = services.AddHttpClient<IPlayer, RemotePlayer>((provider, http) => http.BaseAddress =
            provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<PlayerOptions>>().Value.BaseUrl);
        player.AddStandardResilienceHandler(Patience);
        player.AddHttpMessageHandler<WholeAnswers>();
        return services;
    }

    /// <exception cref="StartException">The moods' file cannot be used: better said now than to the first listener.</exception>
    public static void MapPlayer(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<Moods>();
        var player = routes.MapGroup("/api").WithTags("Player");
        player.MapGet("/playlists/{emotion}", GetPlaylist).WithExample(Examples.Playlist)
            .Refuses((404, "There is no such emotion."));
        player.MapMethods("/tracks/{id}/stream", [HttpMethods.Get, HttpMethods.Head], GetStream).DisableRequestTimeout()
            .Refuses((404, "There is no such track."), (416, "The range lies behind the end."));
    }

    public static void MapRemotePlayer(this IEndpointRouteBuilder routes)
    {
        foreach (var prefix in new[] { "playlists", "tracks", "library" })
        {
            routes.Map($"/api/{prefix}/{{**rest}}", (HttpContext context, PlayerForwarder player) =>
                player.ForwardAsync(context)).ExcludeFromDescription().DisableRequestTimeout();
        }
    }

    /// <summary>Music for a mood</summary>
    /// <param name="emotion">angry, disgust, fear, happy, sad, surprise or neutral.</param>
    internal static async Task<Results<Ok<Playlist>, ProblemHttpResult>> GetPlaylist(
        string emotion, IPlayer player, CancellationToken cancel)
    {
        if (Emotions.Parse(emotion) is not { } mood)
        {
            return TypedResults.Problem(
                $"Found no such emotion, expected one of {string.Join(", ", Emotions.All.Select(each => each.Name()))}.",
                statusCode: StatusCodes.Status404NotFound);
        }

        return TypedResults.Ok(await player.PlaylistForAsync(mood, cancel));
    }

    /// <summary>The sound of a track</summary>
    /// <remarks>Answers ranges, so that a player can seek.</remarks>
    /// <param name="id">A track's id, from a playlist.</param>
    internal static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> GetStream(
        string id, Library library, CancellationToken cancel)
    {
        if (await library.FindAsync(id, cancel) is not { } track)
        {
            return TypedResults.Problem(
                "There is no such track; its file may have been taken away. Ask for the playlist again.",
                statusCode: StatusCodes.Status404NotFound);
        }

        var version = $"\"{track.Id}-{track.Length:x}-{track.Written.Ticks:x}\"";
        return TypedResults.PhysicalFile(
            track.Path, track.ContentType, lastModified: track.Written,
            entityTag: new EntityTagHeaderValue(version), enableRangeProcessing: true);
    }

    private static Microsoft.Extensions.Options.OptionsBuilder<PlayerOptions> AddPlayerOptions(
        this IServiceCollection services) => services.AddOptions<PlayerOptions>()
            .BindConfiguration("Player").ValidateDataAnnotations().ValidateOnStart();

    // A listener waits for the mood: better no music soon than music late.
    private static void Patience(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(1);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.Retry.MaxRetryAttempts = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
        options.CircuitBreaker.MinimumThroughput = 4;
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(3);
    }
}

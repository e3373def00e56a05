using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player;

/// <summary>The player's services and routes, and the ways to reach it.</summary>
internal static class PlayerApi
{
    /// <summary>The player in this process.</summary>
    public static IServiceCollection AddPlayer(this IServiceCollection services)
    {
        services.AddPlayerOptions();
        services.AddPlayerDatabase();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Moods>();
        services.AddSingleton<TagReader>();
        services.AddSingleton<CoverReader>();
        services.AddSingleton<MovedFiles>();
        services.AddSingleton<LibraryScan>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<LibraryKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<LibraryKeeper>());
        services.AddSingleton<Memories>();
        services.AddSingleton<History>();
        services.AddSingleton<IPlayer, LocalPlayer>();
        services.AddSingleton<SubsonicSource>();
        services.AddSingleton<SubsonicClient>();
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
        var player = services.AddHttpClient<IPlayer, RemotePlayer>((provider, http) =>
            http.BaseAddress = provider.GetRequiredService<IOptions<PlayerOptions>>().Value.BaseUrl);
        player.AddStandardResilienceHandler(Patience);
        player.AddHttpMessageHandler<WholeAnswers>();
        return services;
    }

    /// <exception cref="StartException">The moods' file cannot be used: better said now than to the first listener.</exception>
    public static void MapPlayer(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<Moods>();
        routes.ServiceProvider.GetRequiredService<LibraryKeeper>().Open();
        var api = routes.MapGroup("/api");
        api.MapPlaylists();
        api.MapTracks();
        api.MapLibrary();
        api.MapListener();
    }

    public static void MapRemotePlayer(this IEndpointRouteBuilder routes)
    {
        foreach (var prefix in new[] { "playlists", "tracks", "library", "listener" })
        {
            routes.Map($"/api/{prefix}/{{**rest}}", (HttpContext context, PlayerForwarder player) =>
                player.ForwardAsync(context)).ExcludeFromDescription().DisableRequestTimeout();
        }
    }

    private static OptionsBuilder<PlayerOptions> AddPlayerOptions(this IServiceCollection services) =>
        services.AddOptions<PlayerOptions>().BindConfiguration("Player").ValidateDataAnnotations().ValidateOnStart();

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

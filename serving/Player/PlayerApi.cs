using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Moods;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Player.Subsonic;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player;

/// <summary>The player's services and routes, in this process or in another one.</summary>
internal static class PlayerApi
{
    /// <summary>Adds the player to this process.</summary>
    public static IServiceCollection AddPlayer(this IServiceCollection services)
    {
        services.AddPlayerOptions();
        services.AddOptions<SubsonicOptions>().BindConfiguration(SubsonicOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubsonicOptions>, SubsonicOptionsValidator>();
        services.AddPlayerDatabase();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<MoodCatalog>();
        services.AddSingleton<TagReader>();
        services.AddSingleton<CoverReader>();
        services.AddSingleton<PlainLinks>();
        services.AddSingleton<LeftOutFiles>();
        services.AddSingleton<BackgroundSteps>();
        services.AddSingleton<TrackMatcher>();
        services.AddSingleton<FolderMoods>();
        services.AddSingleton<PlaylistImporter>();
        services.AddSingleton<RetrySchedule>(); // of files that could not be read for no fault of theirs
        services.AddSingleton<FileHasher>();
        services.AddSingleton<TrackWriter>();
        services.AddSingleton<LibraryScanner>();
        services.AddSingleton<TrackCatalog>();
        services.AddSingleton<LibraryGroups>();
        services.AddSingleton<LibraryIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<LibraryIndexer>());
        services.AddHealthChecks().AddCheck<MusicHealth>("music", tags: [Health.Ready]);
        services.AddSingleton(provider => new WorkerProcess(
            Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, "models", "music.onnx")));
        services.AddSingleton<SoundStore>();
        services.AddSingleton<SoundIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<SoundIndexer>());
        services.AddSingleton<ListenerStore>();
        services.AddSingleton<CorrectionStore>();
        services.AddSingleton<ICalibrationSource>(provider => provider.GetRequiredService<CorrectionStore>());
        services.AddSingleton<ListenerLimits>();
        services.AddSingleton<ListenerSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<ListenerSweep>());
        services.AddSingleton<ListeningHistory>();
        services.AddSingleton<RecentPlaylists>();
        services.AddSingleton<LocalPlaylistSource>();
        services.AddSingleton<IPlaylistSource>(provider => provider.GetRequiredService<LocalPlaylistSource>());
        services.AddSingleton<SubsonicSource>();
        services.AddSingleton<SubsonicClient>();
        services.AddSingleton<SubsonicDownloads>();
        services.AddSingleton<SubsonicReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<SubsonicReporter>());
        return services;
    }

    /// <summary>Uses the player of another process, at <c>Player:BaseUrl</c>.</summary>
    public static IServiceCollection AddRemotePlayer(this IServiceCollection services)
    {
        services.AddPlayerOptions().Validate(
            player => player.BaseUrl is { IsAbsoluteUri: true } url && url.Scheme is ("http" or "https"),
            "Player:BaseUrl is not set: expected the URL of the player service, such as http://player:7000. "
            + "Set it, or run both roles in one process.");
        services.AddHttpForwarder();
        services.AddSingleton<RoleProxy>();
        services.AddTransient<BufferedResponseHandler>();
        services.AddTransient<AccessHandler>();
        services.AddHttpClient<IPlaylistSource, RemotePlaylistSource>(UseBaseUrl).UsePlayer(ConfigureResilience);
        services.AddHttpClient<ICalibrationSource, RemoteCalibrationSource>(UseBaseUrl).UsePlayer(options =>
        {
            ConfigureResilience(options);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(1); // it only adjusts the answer
            options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(0.5);
        });
        return services;
    }

    /// <exception cref="StartupException">
    /// The moods file cannot be used, or a newer version wrote the database: better known now than by the first listener.
    /// </exception>
    public static void MapPlayer(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<MoodCatalog>();
        routes.ServiceProvider.GetRequiredService<PlayerDatabase>().CheckVersion();
        routes.ServiceProvider.GetRequiredService<LibraryIndexer>().Open();
        var api = routes.MapGroup("/api");
        api.MapPlaylists();
        api.MapTracks();
        api.MapLibrary();
        api.MapListener();
    }

    public static void MapRemotePlayer(this IEndpointRouteBuilder routes)
    {
        var player = new RemoteRole(
            routes.ServiceProvider.GetRequiredService<IOptions<PlayerOptions>>().Value.BaseUrl!,
            MaxWait: TimeSpan.FromSeconds(8), MaxSilence: TimeSpan.FromSeconds(30), // a stream may take its time
            "The player service is unavailable, so there is no music. Try again in a moment.");
        foreach (var prefix in new[] { "playlists", "tracks", "library", "listener" })
        {
            routes.Map($"/api/{prefix}/{{**rest}}", (HttpContext context, RoleProxy proxy) =>
                proxy.ForwardAsync(context, player)).ExcludeFromDescription().DisableRequestTimeout();
        }
    }

    private static OptionsBuilder<PlayerOptions> AddPlayerOptions(this IServiceCollection services) =>
        services.AddOptions<PlayerOptions>().BindConfiguration("Player").ValidateDataAnnotations()
            .Validate(player => !player.Library.Contains('\0', StringComparison.Ordinal),
                "Player:Library contains U+0000: expected the path of a folder.")
            .Validate(player => Database.FindMistake(player.Database) is null,
                "Player:Database is no connection string: expected 'Data Source=FILE' for SQLite, or "
                + "'Host=…;Database=…;Username=…' for PostgreSQL.")
            .ValidateOnStart();

    private static void UseBaseUrl(IServiceProvider provider, HttpClient http) =>
        http.BaseAddress = provider.GetRequiredService<IOptions<PlayerOptions>>().Value.BaseUrl;

    private static void UsePlayer(this IHttpClientBuilder player, Action<HttpStandardResilienceOptions> resilience)
    {
        player.AddStandardResilienceHandler(resilience);
        player.AddHttpMessageHandler<BufferedResponseHandler>();
        player.AddHttpMessageHandler<AccessHandler>();
    }

    // A listener is waiting for the mood: an early answer without music is better than a late one with it.
    private static void ConfigureResilience(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(1);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.Retry.MaxRetryAttempts = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
        options.CircuitBreaker.MinimumThroughput = 6;
        options.CircuitBreaker.FailureRatio = 0.5; // a slow first answer opens nothing
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(1);
    }
}

using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Ends the program without failing a request. For <c>ShutdownDrainSeconds</c> after the signal it says that it is not ready, answers
/// as before, and closes each connection after its next answer, so that clients and proxies turn to another replica; closing
/// idle connections could fail a request that is on its way. Then it takes no more requests, and finishes what it has begun
/// within <c>ShutdownTimeoutSeconds</c>, an option of the host (30 by default).
/// </summary>
internal sealed class Shutdown(IConfiguration configuration) : IHostedLifecycleService, IHealthCheck
{
    private const string Option = "ShutdownDrainSeconds";

    private readonly TimeSpan drain = Read(configuration, Option) ?? TimeSpan.Zero;

    private volatile bool isEnding;

    /// <summary>A number of seconds; null if it is not set.</summary>
    /// <exception cref="StartupException">It is not a number, or too large.</exception>
    internal static TimeSpan? Read(IConfiguration configuration, string option) => configuration[option] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600 ? TimeSpan.FromSeconds(seconds)
        : throw new StartupException($"{option}: found '{text}', expected a number of seconds from 0 to 3600.");

    /// <summary>Closes each connection after its next answer, once the end has begun.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (isEnding)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isEnding ? HealthCheckResult.Unhealthy("shutting down") : HealthCheckResult.Healthy());

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        isEnding = true;
        await Task.Delay(drain, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class ShutdownExtensions
{
    public static void AddShutdown(this IServiceCollection services)
    {
        services.AddSingleton<Shutdown>();
        services.AddHostedService(provider => provider.GetRequiredService<Shutdown>());
        services.AddHealthChecks().AddCheck<Shutdown>("running", tags: [Health.Ready]);
    }

    /// <exception cref="StartupException">An option is not a number.</exception>
    public static void UseShutdown(this WebApplication app)
    {
        Shutdown.Read(app.Configuration, "ShutdownTimeoutSeconds"); // the host would pass over what is no number
        var shutdown = app.Services.GetRequiredService<Shutdown>();
        app.Use(next => context => shutdown.InvokeAsync(context, next));
    }
}

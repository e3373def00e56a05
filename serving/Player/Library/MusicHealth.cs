using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Ready means music: the stored catalog is in memory, or a part of the first scan.</summary>
internal sealed class MusicHealth(LibraryIndexer library) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(library.IsMusicKnown ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("looking for music"));
}

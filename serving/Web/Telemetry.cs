using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EmoMusic.Serving.Web;

/// <summary>
/// OpenTelemetry: metrics at /metrics in Prometheus format, those of the runtime and the process too; traces and metrics to a collector if
/// OTEL_EXPORTER_OTLP_ENDPOINT is set. They contain no photos, and only counts of emotions.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of this program's meter.</summary>
    public const string MeterName = "EmoMusic";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="StartupException">The collector's URL is not valid.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var endpoint = configuration[Endpoint];
        var collector = endpoint is { Length: > 0 };
        if (collector && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")))
        {
            throw new StartupException($"{Endpoint}: found '{endpoint}', expected a URL such as http://localhost:4317.");
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("emomusic"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(MeterName, "System.Runtime").AddAspNetCoreInstrumentation().AddPrometheusExporter();
                _ = collector ? metrics.AddOtlpExporter() : metrics;
            })
            .WithTracing(traces =>
            {
                traces.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation();
                _ = collector ? traces.AddOtlpExporter() : traces;
            });
    }

    public static void MapTelemetry(this WebApplication app) =>
        app.MapPrometheusScrapingEndpoint().DisableHttpMetrics().ExcludeFromDescription();
}

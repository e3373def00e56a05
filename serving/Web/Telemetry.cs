using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EmoMusic.Serving.Web;

/// <summary>
/// OpenTelemetry: metrics at /metrics in Prometheus' words, traces and metrics to a collector where the usual variable
/// OTEL_EXPORTER_OTLP_ENDPOINT names one. No photo, and nothing of a face but counts.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name that this program's own metrics go by.</summary>
    public const string Source = "EmoMusic";

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var collector = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("emomusic"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Source).AddAspNetCoreInstrumentation().AddPrometheusExporter();
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

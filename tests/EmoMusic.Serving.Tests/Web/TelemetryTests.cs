using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Tests.Web;

public sealed partial class TelemetryTests
{
    [Fact]
    public async Task Warm_up_requests_are_not_counted_as_visitors()
    {
        await using var service = await TestServer.StartAsync();

        var metrics = await service.Http.GetStringAsync("metrics");

        Assert.Contains("asker=\"warm-up\"", metrics);
        Assert.DoesNotContain("asker=\"visitor\"", metrics);
    }

    [Fact]
    public async Task Metrics_include_emotions_faces_latency_and_model()
    {
        await using var service = await TestServer.StartAsync();
        var answer = await service.AskAsync("api/emotions?face=whole", Some.Picture());
        await service.AskAsync("api/emotions?face=whole", Some.Picture());
        await service.AskAsync("api/emotions", Some.Picture(320, 240)); // without a face

        var metrics = await service.Http.GetStringAsync("metrics");

        var emotion = answer.GetProperty("faces")[0].GetProperty("emotion").GetString();
        var model = answer.GetProperty("model").GetString();
        var predictions = Predictions().Match(metrics);
        Assert.Equal(
            (emotion, model, "2"),
            (predictions.Groups["emotion"].Value, predictions.Groups["model"].Value, predictions.Groups["count"].Value));
        Assert.Matches(@"emomusic_photo_duration_seconds_count\{[^}]*asker=""visitor""\} 3\b", metrics);
        Assert.Matches(@"emomusic_photo_faces_bucket\{[^}]*asker=""visitor"",le=""0""\} 1\b", metrics);
        Assert.Matches(@"emomusic_photo_faces_bucket\{[^}]*asker=""visitor"",le=""1""\} 3\b", metrics);
        Assert.Matches(@"http_server_request_duration_seconds_count\{[^}]*http_route=""/api/emotions/?""", metrics);
    }

    [GeneratedRegex(
        @"emomusic_predictions_total\{[^}]*asker=""visitor"",emotion=""(?<emotion>\w+)"",model=""(?<model>\w+)""\} (?<count>\d+)")]
    private static partial Regex Predictions();
}

using System.Diagnostics.Metrics;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Detector;

/// <summary>The detector's metrics.</summary>
internal static class DetectorMetrics
{
    private static readonly Meter Meter = new(Telemetry.MeterName);

    private static readonly Counter<long> Predictions = Meter.CreateCounter<long>(
        "emomusic.predictions", "{face}", "Faces classified, by emotion and model.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "emomusic.photo.duration", "s", "Time to process a photo.",
        advice: new() { HistogramBucketBoundaries = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5] });

    private static readonly Histogram<int> FacesFound = Meter.CreateHistogram<int>(
        "emomusic.photo.faces", "{face}", "Faces found per photo.",
        advice: new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10] });

    /// <summary>Records one photo.</summary>
    /// <param name="faces">The faces in it.</param>
    /// <param name="model">The hash of the model.</param>
    /// <param name="elapsed">Processing time.</param>
    /// <param name="asker">"visitor", or "warm-up" for the service's own requests.</param>
    public static void Record(IReadOnlyList<Face> faces, string model, TimeSpan elapsed, string asker)
    {
        var by = new KeyValuePair<string, object?>("asker", asker);
        Duration.Record(elapsed.TotalSeconds, by);
        FacesFound.Record(faces.Count, by);
        foreach (var face in faces)
        {
            Predictions.Add(1, new("emotion", face.Emotion.Name()), new("model", model), by);
        }
    }
}

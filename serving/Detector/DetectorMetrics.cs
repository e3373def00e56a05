using System.Diagnostics.Metrics;

namespace EmoMusic.Serving.Detector;

/// <summary>What /metrics tells about the detector.</summary>
internal static class DetectorMetrics
{
    private static readonly Meter Meter = new(Web.Telemetry.Source);

    private static readonly Counter<long> Predictions = Meter.CreateCounter<long>(
        "emomusic.predictions", "{face}", "Faces read, by emotion and by the model that read them.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "emomusic.photo.duration", "s", "Time from a photo's bytes to its answer.",
        advice: new() { HistogramBucketBoundaries = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5] });

    private static readonly Histogram<int> FacesFound = Meter.CreateHistogram<int>(
        "emomusic.photo.faces", "{face}", "Faces found in a photo.",
        advice: new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10] });

    /// <summary>Counts what one photo came to.</summary>
    /// <param name="faces">The faces that were read.</param>
    /// <param name="model">The model that read them.</param>
    /// <param name="elapsed">From the photo's bytes to its answer.</param>
    /// <param name="asker">A visitor, or the service itself while it warms up.</param>
    public static void Count(IReadOnlyList<Face> faces, string model, TimeSpan elapsed, string asker)
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

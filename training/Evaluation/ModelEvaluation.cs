using System.Diagnostics;
using EmoMusic.Training.Data;
using Spectre.Console;

namespace EmoMusic.Training.Evaluation;

/// <summary>The command <c>evaluate</c>: judges an exported file; tables, then one line of JSON.</summary>
public static class ModelEvaluation
{
    /// <summary>Judges a model file on images.</summary>
    /// <param name="model">Path of the ONNX file.</param>
    /// <param name="images">What it is judged by.</param>
    /// <param name="usage">What these images are, for example PublicTest.</param>
    /// <param name="disturb">Judge it on disturbed images too.</param>
    /// <param name="console">Where the tables and the line of JSON go.</param>
    /// <exception cref="ModelFileException">The file cannot be judged.</exception>
    public static Metrics Run(string model, LabelledImages images, string usage, bool disturb, IAnsiConsole console)
    {
        using var file = ModelFile.Open(model);

        var clock = Stopwatch.StartNew();
        var probabilities = file.Predict(images);
        var batchSeconds = clock.Elapsed.TotalSeconds;

        // ML.NET is the judge of all that it measures; the rest comes from the same file's batches.
        var mlNet = MlNetEvaluation.Evaluate(file, images);
        var metrics = mlNet.Over(Metrics.Of(probabilities, file.LabelsOf(images), file.Labels));

        MetricsTables.Write(console, metrics, usage, mlNet.LogLossByClass);
        Remark(console, $"Network {file.Metadata["network"]}, exported {file.Metadata["created"]}.");
        Remark(console, $"ML.NET: {images.Count / mlNet.Elapsed.TotalSeconds:n0} images/s, one at a time.");
        Remark(console, $"ONNX Runtime: {images.Count / batchSeconds:n0} images/s, {ModelFile.BatchSize} at a time.");
        console.WriteLine();

        var json = MetricsJson.Of(metrics, usage);
        if (disturb)
        {
            var robustness = Robustness.Of(file, images);
            MetricsTables.Write(console, robustness);
            json["robustness"] = MetricsJson.Of(robustness);
        }

        // Past the console's line breaks: other programs read this line whole.
        console.Profile.Out.Writer.WriteLine(json.ToJsonString());
        console.Profile.Out.Writer.Flush();
        return metrics;
    }

    private static void Remark(IAnsiConsole console, string text) =>
        console.MarkupLineInterpolated($"[dim]{text}[/]");
}

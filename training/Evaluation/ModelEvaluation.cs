using System.Diagnostics;
using EmoMusic.Training.Data;
using Spectre.Console;

namespace EmoMusic.Training.Evaluation;

/// <summary>The command <c>evaluate</c>: prints tables, then one line of JSON.</summary>
public static class ModelEvaluation
{
    /// <summary>Evaluates an ONNX file.</summary>
    /// <param name="model">Path of the ONNX file.</param>
    /// <param name="images">Images to evaluate on.</param>
    /// <param name="usage">Name of the images, such as PublicTest.</param>
    /// <param name="robustness">Also evaluate on corrupted images, by the clear majority if there are votes.</param>
    /// <param name="console">Where the tables and the line of JSON go.</param>
    /// <exception cref="ModelFileException">The file breaks the contract.</exception>
    public static Metrics Run(string model, LabelledImages images, string usage, bool robustness, IAnsiConsole console)
    {
        using var file = ModelFile.Open(model);

        var clock = Stopwatch.StartNew();
        var probabilities = file.Predict(images);
        var batchSeconds = clock.Elapsed.TotalSeconds;

        // ML.NET's metrics where it has them; ours, from batches, for the rest.
        var mlNet = MlNetEvaluation.Evaluate(file, images);
        var metrics = mlNet.MergeInto(Metrics.Of(probabilities, file.LabelsOf(images), file.Labels));

        MetricsTables.Write(console, metrics, usage, mlNet.LogLossByClass);
        Remark(console, $"Network {file.Metadata["network"]}, exported {file.Metadata["created"]}.");
        Remark(console, $"ML.NET: {images.Count / mlNet.Elapsed.TotalSeconds:n0} images/s, one at a time.");
        Remark(console, $"ONNX Runtime: {images.Count / batchSeconds:n0} images/s, {ModelFile.BatchSize} at a time.");
        console.WriteLine();

        var json = MetricsJson.Of(metrics, usage);
        using var exam = images.Votes is null ? null : images.ByMajority();
        if (exam is not null)
        {
            var byMajority = MlNetEvaluation.Evaluate(file, exam);
            var agreement = byMajority.MergeInto(Agreement.Of(file, exam));
            MetricsTables.Write(
                console, agreement, $"{usage} by the clear majority of annotators", byMajority.LogLossByClass);
            json["agreement"] = MetricsJson.Of(agreement, usage);
        }

        if (robustness)
        {
            var results = Robustness.Of(file, exam ?? images);
            MetricsTables.Write(console, results);
            json["robustness"] = MetricsJson.Of(results);
        }

        // Bypasses the console's line breaks: other programs parse this line.
        console.Profile.Out.Writer.WriteLine(json.ToJsonString());
        console.Profile.Out.Writer.Flush();
        return metrics;
    }

    private static void Remark(IAnsiConsole console, string text) =>
        console.MarkupLineInterpolated($"[dim]{Printable.Text(text)}[/]");
}

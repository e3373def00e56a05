using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Copies a run into <c>serving/models</c>, from where the server loads its model.</summary>
public static class PromoteStage
{
    private const string Landmark = "EmoMusic.sln";
    private const string Model = "emotion.onnx";
    private const string Metrics = "metrics.json";
    private const string Report = "report.html";
    private const string RunName = "run";

    // Copied unchanged; the README shows the charts.
    private static readonly string[] Copied = [Metrics, "distribution.png", "accuracy.png", "confusion.png"];

    /// <summary>
    /// Promotes a run, unless it was trained on synthetic faces, and prints which model is served now.
    /// </summary>
    public static void Run(RunFolder run, Dataset data, IAnsiConsole console)
    {
        if (data.IsSynthetic)
        {
            console.MarkupLine("[yellow]Not promoted[/]: the model was trained on synthetic faces.");
            return;
        }

        Run(run, console);
    }

    /// <summary>Promotes a run and prints which model is served now.</summary>
    public static void Run(RunFolder run, IAnsiConsole console)
    {
        var promoted = Promote(run, Directory.GetCurrentDirectory());
        console.MarkupLineInterpolated($"now serving: [bold]{promoted}[/]");
    }

    /// <summary>
    /// Copies a run's model, report and metrics, and its best epoch into the folder <c>run</c> for fine-tuning. Each
    /// file is replaced atomically, the model last.
    /// </summary>
    /// <param name="run">A finished run.</param>
    /// <param name="folder">A folder in the repository, at any depth.</param>
    /// <returns>Path of the served model.</returns>
    /// <exception cref="TrainingException">
    /// The run is unfinished or on synthetic faces, or <paramref name="folder"/> is outside the repository.
    /// </exception>
    /// <exception cref="ModelFileException">The model breaks the server's contract.</exception>
    public static string Promote(RunFolder run, string folder)
    {
        var models = Path.Combine(FindRepository(folder), "serving", "models");
        foreach (var file in Copied.Append(Report).Select(run.File).Prepend(run.Checkpoint).Prepend(run.Model))
        {
            if (!File.Exists(file))
            {
                throw new TrainingException($"{file}: no such file, expected a finished run. "
                    + $"Finish it with --resume {run.Path}");
            }
        }

        ModelFile.Open(run.Model).Dispose(); // throws if it breaks the contract
        if (IsSynthetic(run) != false)
        {
            throw new TrainingException(
                $"{run.Path}: found a run on synthetic faces, expected FER-2013. "
                + "Train with --data and promote that run.");
        }

        run.CopyBestTo(Path.Combine(models, RunName));
        foreach (var name in Copied)
        {
            Replace(File.ReadAllBytes(run.File(name)), Path.Combine(models, name));
        }

        // FER-2013's licence forbids redistributing its images, and this folder is committed.
        var page = ReportPage.WithoutFaces(File.ReadAllText(run.File(Report)));
        Replace(Encoding.UTF8.GetBytes(page), Path.Combine(models, Report));
        return Replace(File.ReadAllBytes(run.Model), Path.Combine(models, Model));
    }

    private static bool? IsSynthetic(RunFolder run)
    {
        try
        {
            var dataset = JsonNode.Parse(File.ReadAllText(run.File(Metrics)))?["dataset"];
            return (dataset?["synthetic"] ?? dataset?["drawn"])?.GetValue<bool>(); // the latter in older runs
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new TrainingException($"{run.File(Metrics)}: found no metrics of a run. Write them again with: "
                + $"dotnet run --project training -- report {run.Path}", error);
        }
    }

    private static string Replace(byte[] content, string target)
    {
        File.WriteAllBytes(target + ".unfinished", content);
        File.Move(target + ".unfinished", target, overwrite: true);
        return target;
    }

    private static string FindRepository(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new TrainingException(
            $"{path}: found no {Landmark} here or in a parent folder. "
            + "Run the command inside the repository.");
    }
}

using System.Text;
using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;

namespace EmoMusic.Training.Runs;

/// <summary>The folder whose model the server takes: <c>serving/models</c> of this repository.</summary>
public static class ServedModel
{
    private const string Landmark = "EmoMusic.sln";
    private const string Model = "emotion.onnx";
    private const string Metrics = "metrics.json";
    private const string Report = "report.html";
    private const string Run = "run";

    // Copied as they are; the pictures are those that the README shows.
    private static readonly string[] Beside = [Metrics, "distribution.png", "accuracy.png", "confusion.png"];

    /// <summary>
    /// Copies a run's model, report and metrics there, and its best epoch into the folder <c>run</c>, for others to begin
    /// with; each file appears as a whole, the model last.
    /// </summary>
    /// <param name="run">A run that has ended.</param>
    /// <param name="startingPoint">A folder in the repository, at any depth.</param>
    /// <returns>Where the model is now.</returns>
    /// <exception cref="TrainingException">
    /// The run has no model, or learnt from drawings, or <paramref name="startingPoint"/> is not in the repository.
    /// </exception>
    /// <exception cref="ModelFileException">The model breaks the server's contract.</exception>
    public static string Promote(RunFolder run, string startingPoint)
    {
        var folder = Path.Combine(FindRepository(startingPoint), "serving", "models");
        foreach (var file in Beside.Append(Report).Select(run.File).Prepend(run.Checkpoint).Prepend(run.Model))
        {
            if (!File.Exists(file))
            {
                throw new TrainingException($"{file}: is not there, expected a run that has ended. "
                    + $"End it with --resume {run.Path}");
            }
        }

        ModelFile.Open(run.Model).Dispose(); // keeps the contract, or says why not
        var dataset = JsonNode.Parse(File.ReadAllText(run.File(Metrics)))?["dataset"];
        if ((dataset?["synthetic"] ?? dataset?["drawn"])?.GetValue<bool>() != false) // "drawn" in metrics of older runs
        {
            throw new TrainingException(
                $"{run.Path}: learnt from drawings, expected a run on FER-2013. "
                + "Train with --data and promote that run.");
        }

        run.CopyBestTo(Path.Combine(folder, Run));
        foreach (var name in Beside)
        {
            Replace(File.ReadAllBytes(run.File(name)), Path.Combine(folder, name));
        }

        // FER-2013's licence lets nobody pass its images on, and this folder is committed.
        var page = ReportPage.WithoutFaces(File.ReadAllText(run.File(Report)));
        Replace(Encoding.UTF8.GetBytes(page), Path.Combine(folder, Report));
        return Replace(File.ReadAllBytes(run.Model), Path.Combine(folder, Model));
    }

    private static string Replace(byte[] content, string target)
    {
        File.WriteAllBytes(target + ".unfinished", content);
        File.Move(target + ".unfinished", target, overwrite: true);
        return target;
    }

    private static string FindRepository(string startingPoint)
    {
        for (var folder = new DirectoryInfo(startingPoint); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new TrainingException(
            $"{startingPoint}: found no {Landmark} here or above, expected EmoMusic's own folder. "
            + "Run the command there.");
    }
}

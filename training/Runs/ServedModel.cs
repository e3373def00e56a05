using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Runs;

/// <summary>The folder whose model the server takes: <c>serving/models</c> of this repository.</summary>
public static class ServedModel
{
    private const string Landmark = "EmoMusic.sln";

    /// <summary>Copies a run's model there with its report and metrics; each appears as a whole, the model last.</summary>
    /// <returns>Where the model is now.</returns>
    /// <exception cref="TrainingException">The run has no model, or learnt from drawings, or there is no such folder.</exception>
    public static string Promote(RunFolder run, string startingPoint)
    {
        var folder = Path.Combine(FindRepository(startingPoint), "serving", "models");
        foreach (var file in (string[])[run.Model, run.Report, run.Metrics])
        {
            if (!File.Exists(file))
            {
                throw new TrainingException($"{file}: is not there, expected a run that has ended. "
                    + $"End it with --resume {run.Path}");
            }
        }

        Directory.CreateDirectory(folder);
        Replace(run.Metrics, Path.Combine(folder, "metrics.json"));
        Replace(run.Report, Path.Combine(folder, "report.html"));
        return Replace(run.Model, Path.Combine(folder, "emotion.onnx"));
    }

    private static string Replace(string source, string target)
    {
        File.Copy(source, target + ".unfinished", overwrite: true);
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
            $"{startingPoint}: found no {Landmark} here or above, expected EmoMusic's own folder. Run the command there.");
    }
}

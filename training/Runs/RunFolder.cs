using System.Text.Json;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Runs;

/// <summary>What a run was asked for: its options and where its data was.</summary>
/// <param name="Data">The path that was given, or null where the data was found or drawn.</param>
/// <param name="SkipBadRows">Whether bad rows were left out.</param>
/// <param name="Created">When the run began, in universal time.</param>
/// <param name="Options">How it learns.</param>
/// <param name="From">The run or checkpoint that it begins with; null where it begins with fresh weights.</param>
public sealed record RunRequest(
    string? Data, bool SkipBadRows, DateTime Created, TrainingOptions Options, string? From = null);

/// <summary>The folder of one training with everything it writes.</summary>
/// <param name="Path">Where it is.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The checkpoint after the last whole epoch.</summary>
    public string Checkpoint => File(System.IO.Path.Combine("checkpoint", "last.zip"));

    /// <summary>The exported network with the best epoch's weights.</summary>
    public string Model => File("model.onnx");

    /// <summary>The folder of the baselines that were trained on the run's rows.</summary>
    public string Baselines => File("baselines");

    private string OptionsFile => File("options.json");

    private string LogFile => File("log.csv");

    /// <summary>The path of a file in the folder, whether it is there or not.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a new folder <c>&lt;time&gt;-&lt;network&gt;</c> below <paramref name="parent"/>.</summary>
    /// <exception cref="TrainingException">It cannot be made there.</exception>
    public static RunFolder Create(string parent, RunRequest request)
    {
        var name = $"{request.Created:yyyyMMdd-HHmmss}-{request.Options.Network}";
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, name));
        for (var again = 2; Directory.Exists(path); again++)
        {
            path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, $"{name}-{again}"));
        }

        var run = new RunFolder(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(run.Checkpoint)!);
            WriteAtomically(run.OptionsFile, JsonSerializer.Serialize(request, OptionsJson.Indented));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{path}: the folder for the run cannot be written ({error.Message}). "
                + "Name another with --output.", error);
        }

        return run;
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="TrainingException">It is none.</exception>
    public static RunFolder Open(string path)
    {
        var run = new RunFolder(System.IO.Path.GetFullPath(path));
        return System.IO.File.Exists(run.OptionsFile) ? run : throw new TrainingException(
            $"{path}: found no options.json, expected the folder of a run, such as runs/20261122-194815-original.");
    }

    /// <summary>What the run was asked for.</summary>
    /// <exception cref="TrainingException">The file is damaged.</exception>
    public RunRequest ReadRequest()
    {
        try
        {
            var request = JsonSerializer.Deserialize<RunRequest>(System.IO.File.ReadAllText(OptionsFile), OptionsJson.Indented);
            return request?.Options is not null ? request : throw new JsonException("no options");
        }
        catch (JsonException error)
        {
            throw new TrainingException(
                $"{OptionsFile}: found damaged JSON ({error.Message}). Start a new run.", error);
        }
    }

    /// <summary>Keeps the run after an epoch: the checkpoint, and the history for the eye.</summary>
    /// <exception cref="TrainingException">It cannot be written; what was kept before is untouched.</exception>
    public void SaveCheckpoint(TrainingState state)
    {
        try
        {
            Learning.Checkpoint.Save(Checkpoint, state);
            WriteAtomically(LogFile, string.Concat(state.History.Select(Line).Prepend(
                "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,"
                + "learning_rate,seconds,images_per_second\n")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.IO.File.Delete(Checkpoint + ".unfinished");
            throw new TrainingException(
                $"{Checkpoint}: epoch {state.History.Count} cannot be kept ({error.Message}); "
                + (System.IO.File.Exists(Checkpoint)
                    ? "the checkpoint before it is whole. "
                    : "nothing was kept yet. ")
                + $"Make room and go on with --resume {Path}", error);
        }

        static string Line(EpochRecord epoch) =>
            $"{epoch.Epoch},{epoch.TrainLoss:f6},{epoch.TrainAccuracy:f6},{epoch.ValidationLoss:f6},"
            + $"{epoch.ValidationAccuracy:f6},{epoch.LearningRate:g6},{epoch.Seconds:f1},{epoch.ImagesPerSecond:f1}\n";
    }

    /// <summary>
    /// Makes <paramref name="target"/> a run that others can begin with: request, history and the best epoch. Where the data
    /// lay is left out, since that is a path of this machine.
    /// </summary>
    public void CopyBestTo(string target)
    {
        var copy = new RunFolder(target);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy.Checkpoint)!);
        WriteAtomically(copy.OptionsFile, JsonSerializer.Serialize(ReadRequest() with { Data = null, From = null }, OptionsJson.Indented));
        WriteAtomically(copy.LogFile, System.IO.File.ReadAllText(LogFile));
        Learning.Checkpoint.CopyBest(Checkpoint, copy.Checkpoint);
    }

    private static void WriteAtomically(string path, string text)
    {
        System.IO.File.WriteAllText(path + ".unfinished", text);
        System.IO.File.Move(path + ".unfinished", path, overwrite: true);
    }
}

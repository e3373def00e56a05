using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace EmoMusic.Training.Pipeline;

/// <summary>The folder of a run, with everything it writes.</summary>
/// <param name="Path">Path of the folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>Path of the checkpoint after the last completed epoch.</summary>
    public string Checkpoint => File(System.IO.Path.Combine("checkpoint", "last.zip"));

    /// <summary>Path of the exported model.</summary>
    public string Model => File("model.onnx");

    /// <summary>Folder of the baselines trained on the run's rows.</summary>
    public string Baselines => File("baselines");

    private string OptionsFile => File("options.json");

    private string LogFile => File("log.csv");

    /// <summary>Path of a file in the folder, which may not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether there is such a run.</summary>
    public bool Exists => System.IO.File.Exists(OptionsFile);

    /// <summary>A folder <c>&lt;time&gt;-&lt;network&gt;</c> below <paramref name="parent"/> that does not exist yet.</summary>
    public static RunFolder NewIn(string parent, RunRequest request)
    {
        var name = $"{request.Created:yyyyMMdd-HHmmss}-{request.Options.Network}";
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, name));
        for (var again = 2; Directory.Exists(path); again++)
        {
            path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, $"{name}-{again}"));
        }

        return new RunFolder(path);
    }

    /// <summary>Creates the folder, with the run's configuration, and returns itself.</summary>
    /// <exception cref="TrainingException">The folder cannot be created.</exception>
    public RunFolder Create(RunRequest request)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Checkpoint)!);
            WriteAtomically(OptionsFile, JsonSerializer.Serialize(request, OptionsJson.Indented));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{Path}: cannot create the run's folder ({error.Message}). "
                + "Pass another --output.", error);
        }

        return this;
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="TrainingException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        var run = new RunFolder(System.IO.Path.GetFullPath(path));
        return run.Exists ? run : throw new TrainingException(
            $"{path}: found no options.json, expected the folder of a run, such as runs/20261122-194815-original.");
    }

    /// <summary>Keeps other processes from training the run, until it is disposed of or this process ends.</summary>
    /// <exception cref="TrainingException">Another one trains it.</exception>
    public IDisposable Lock()
    {
        try
        {
            return new FileStream(File("lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new TrainingException($"{Path}: another process trains this run. Wait for it, or end it first.", error);
        }
    }

    /// <summary>Reads the run's configuration.</summary>
    /// <exception cref="TrainingException">The file is not valid JSON.</exception>
    public RunRequest ReadRequest()
    {
        try
        {
            var json = System.IO.File.ReadAllText(OptionsFile);
            var request = JsonSerializer.Deserialize<RunRequest>(json, OptionsJson.Indented);
            return request?.Options is not null ? Checked(request) : throw new JsonException("no options");
        }
        catch (JsonException error)
        {
            throw new TrainingException(
                $"{OptionsFile}: found invalid JSON ({error.Message}). Start a new run.", error);
        }
    }

    // A file that was edited may have what the command line refuses.
    private RunRequest Checked(RunRequest request)
    {
        var mistakes = new List<ValidationResult>();
        var networks = Networks.Network.Names;
        if (!networks.Contains(request.Options.Network))
        {
            mistakes.Add(new($"found the network '{request.Options.Network}', expected one of {string.Join(", ", networks)}"));
        }

        Validator.TryValidateObject(request.Options, new(request.Options), mistakes, validateAllProperties: true);
        return mistakes is [] ? request : throw new TrainingException(
            $"{OptionsFile}: {mistakes[0].ErrorMessage!.TrimEnd('.')}. Restore the file, or start a new run.");
    }

    /// <summary>Saves the checkpoint and log.csv after an epoch.</summary>
    /// <exception cref="TrainingException">They cannot be written; the previous checkpoint is intact.</exception>
    public void SaveCheckpoint(TrainingState state)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Checkpoint)!); // somebody may have deleted it
            Learning.Checkpoint.Save(Checkpoint, state);
            WriteAtomically(LogFile, string.Concat(state.History.Select(Line).Prepend(
                "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,"
                + "learning_rate,seconds,images_per_second,agreement"
                + string.Concat(Emotions.Names.Select(emotion => $",recall_{emotion}")) + "\n")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.IO.File.Delete(Checkpoint + ".unfinished");
            throw new TrainingException(
                $"{Checkpoint}: cannot save epoch {state.History.Count} ({error.Message}); "
                + (System.IO.File.Exists(Checkpoint)
                    ? "the previous checkpoint is intact. "
                    : "there is no checkpoint yet. ")
                + $"Free some disk space and run --resume {Path}", error);
        }

        static string Line(EpochRecord epoch) =>
            $"{epoch.Epoch},{epoch.TrainLoss:f6},{epoch.TrainAccuracy:f6},{epoch.ValidationLoss:f6},"
            + $"{epoch.ValidationAccuracy:f6},{epoch.LearningRate:g6},{epoch.Seconds:f1},{epoch.ImagesPerSecond:f1},"
            + $"{epoch.Agreement:f6}"
            + string.Concat(Emotions.Names.Select((_, label) => $",{epoch.Recalls?.Values[label]:f6}")) + "\n";
    }

    /// <summary>
    /// Copies what fine-tuning needs into <paramref name="target"/>: configuration, history and the best epoch. The
    /// path of the data is omitted, because it is local to this machine.
    /// </summary>
    public void CopyBestTo(string target)
    {
        var copy = new RunFolder(target);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy.Checkpoint)!);
        var request = ReadRequest() with { Data = null, From = null, Votes = null };
        WriteAtomically(copy.OptionsFile, JsonSerializer.Serialize(request, OptionsJson.Indented));
        WriteAtomically(copy.LogFile, System.IO.File.ReadAllText(LogFile));
        Learning.Checkpoint.CopyBest(Checkpoint, copy.Checkpoint);
    }

    private static void WriteAtomically(string path, string text)
    {
        System.IO.File.WriteAllText(path + ".unfinished", text);
        System.IO.File.Move(path + ".unfinished", path, overwrite: true);
    }
}

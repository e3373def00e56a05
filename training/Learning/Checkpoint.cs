using System.IO.Compression;
using System.Text.Json;
using EmoMusic.Training.Data;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// A run after an epoch, in one zip: the weights, the best epoch's weights, the moving average if there is one, the
/// optimizer's state, the history, and the fingerprint of the data. It is written to a temporary file and renamed, so
/// that a kill or a full disk never leaves a partial checkpoint.
/// </summary>
/// <remarks>It has no random state: an epoch's randomness depends only on the seed and the epoch's number.</remarks>
public static class Checkpoint
{
    private const string BestScores = "scores.json";
    private const string Calibration = "calibration.json";
    private const string OlderCalibration = "temperature.json"; // the temperature alone

    /// <summary>Writes <paramref name="state"/> to <paramref name="path"/> atomically.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is not writable.</exception>
    public static void Save(string path, TrainingState state)
    {
        WriteAtomically(path, zip =>
        {
            Write(zip, "history.json", stream => JsonSerializer.Serialize(stream, state.History));
            Write(zip, "dataset.json", stream => JsonSerializer.Serialize(stream, state.Data));
            Write(zip, "weights", stream => state.Network.save(stream));
            Write(zip, "best", stream => stream.Write(state.BestWeights));
            Write(zip, BestScores, stream => JsonSerializer.Serialize(stream, state.BestScores));
            Write(zip, Calibration, stream => JsonSerializer.Serialize(stream, state.BestCalibration));
            Write(zip, "optimizer", stream => state.Optimizer.save_state_dict(new BinaryWriter(stream)));
            if (state.EmaNetwork is { } average)
            {
                Write(zip, "average", stream => average.save(stream));
            }
        });
    }

    /// <summary>
    /// Copies what fine-tuning needs, a quarter of the file: the best epoch's weights, history and fingerprint.
    /// </summary>
    /// <exception cref="TrainingException">There is no such file, or it is corrupt.</exception>
    public static void CopyBest(string from, string to) => Open(from, checkpoint =>
    {
        WriteAtomically(to, copy =>
        {
            foreach (var name in new[]
            {
                "history.json", "dataset.json", "best", BestScores, Calibration, OlderCalibration,
            })
            {
                if (checkpoint.GetEntry(name) is not null)
                {
                    Write(copy, name, stream => stream.Write(Read(checkpoint, name)));
                }
            }
        });
        return to;
    });

    /// <summary>The weights of the best epoch in the format of Module.save, and the record of that epoch.</summary>
    /// <exception cref="TrainingException">There is no such file, or it is corrupt.</exception>
    public static (byte[] Weights, EpochRecord Epoch) ReadBest(string path) => Open(path, zip => (
        Read(zip, "best"),
        JsonSerializer.Deserialize<List<EpochRecord>>(Read(zip, "history.json"))!
            .MaxBy(epoch => epoch.Score()) ?? throw new InvalidDataException("no epoch")));

    /// <summary>The record of each epoch.</summary>
    /// <exception cref="TrainingException">There is no such file, or it is corrupt.</exception>
    public static IReadOnlyList<EpochRecord> ReadHistory(string path) => Open(
        path, zip => JsonSerializer.Deserialize<List<EpochRecord>>(Read(zip, "history.json"))!);

    /// <summary>Reads a state written by <see cref="Save"/>.</summary>
    /// <exception cref="TrainingException">
    /// There is no such file, it is corrupt, or it is from a promoted run.
    /// </exception>
    public static TrainingState Load(string path, TrainingOptions options) => Open(path, zip =>
    {
        if (zip.GetEntry("weights") is null && zip.GetEntry("best") is not null)
        {
            throw new TrainingException($"{path}: found only the best epoch of a promoted run, which cannot be "
                + "resumed. Fine-tune it in a new run with --from.");
        }

        var data = JsonSerializer.Deserialize<DatasetFingerprint>(Read(zip, "dataset.json"))!;
        var state = new TrainingState(options, data)
        {
            History = JsonSerializer.Deserialize<List<EpochRecord>>(Read(zip, "history.json"))!,
            BestWeights = Read(zip, "best"),
            BestCalibration = ReadCalibration(zip, options),
            BestScores = zip.GetEntry(BestScores) is null
                ? null : JsonSerializer.Deserialize<Scores?>(Read(zip, BestScores)),
        };
        state.Network.load(new MemoryStream(Read(zip, "weights")));
        state.Optimizer.load_state_dict(new BinaryReader(new MemoryStream(Read(zip, "optimizer"))));
        state.EmaNetwork?.load(new MemoryStream(Read(zip, "average")));
        CheckBest(state);
        return state;
    });

    // Every epoch saves the best one's weights with it.
    private static void CheckBest(TrainingState state)
    {
        if (state.Data?.Sha256 is null || state.BestCalibration?.Bias is not { Length: var biases } || biases != Emotions.Count
            || state.History is null || state.History.Contains(null!) || (state.History.Count == 0 && state.BestWeights.Length > 0))
        {
            throw new InvalidDataException("a part is empty");
        }

        if (state.History.Count > 0)
        {
            state.CreateBest().Dispose();
        }
    }

    private static LogitCalibration ReadCalibration(ZipArchive zip, TrainingOptions options) =>
        zip.GetEntry(Calibration) is not null
            ? JsonSerializer.Deserialize<LogitCalibration>(Read(zip, Calibration))!
            : LogitCalibration.Of(options) with
            {
                Temperature = JsonSerializer.Deserialize<double>(Read(zip, OlderCalibration)),
            };

    private static T Open<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TrainingException(
                $"{path}: found no checkpoint. Start a new run.", error);
        }
        catch (Exception error) when (error is not (TrainingException or IOException or UnauthorizedAccessException
            or OutOfMemoryException) || error is EndOfStreamException) // TorchSharp's loaders throw anything
        {
            throw new TrainingException($"{path}: the checkpoint is corrupt. Start a new run.", error);
        }
    }

    private static void WriteAtomically(string path, Action<ZipArchive> write)
    {
        var unfinished = path + ".unfinished";
        using (var file = new FileStream(unfinished, FileMode.Create))
        {
            using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            {
                write(zip);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static void Write(ZipArchive zip, string name, Action<Stream> write)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open(); // weights do not compress
        write(stream);
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"{name} is missing");
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

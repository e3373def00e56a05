using System.IO.Compression;
using System.Text.Json;
using EmoMusic.Training.Data;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// A run after an epoch, in one file: a zip with the weights, those of the best epoch, the moving average if there is
/// one, the optimizer's state, the history, and the stamp of the data. It is written beside the last one and then
/// renamed over it, so that a kill or a full disk at any moment leaves a whole one.
/// </summary>
/// <remarks>Random generators are not in it: an epoch's randomness comes from the seed and its number alone.</remarks>
public static class Checkpoint
{
    /// <summary>Writes <paramref name="state"/> to <paramref name="path"/> as a whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public static void Save(string path, TrainingState state)
    {
        WriteAtomically(path, zip =>
        {
            Write(zip, "history.json", stream => JsonSerializer.Serialize(stream, state.History));
            Write(zip, "dataset.json", stream => JsonSerializer.Serialize(stream, state.Data));
            Write(zip, "weights", stream => state.Network.save(stream));
            Write(zip, "best", stream => stream.Write(state.BestWeights));
            Write(zip, "temperature.json", stream => JsonSerializer.Serialize(stream, state.BestTemperature));
            Write(zip, "optimizer", stream => state.Optimizer.save_state_dict(new BinaryWriter(stream)));
            if (state.EmaNetwork is { } average)
            {
                Write(zip, "average", stream => average.save(stream));
            }
        });
    }

    /// <summary>Copies what others begin with, a quarter of the file: the best epoch's weights, the history, the stamp.</summary>
    /// <exception cref="TrainingException">There is no checkpoint to copy, or it is damaged.</exception>
    public static void CopyBest(string from, string to) => Open(from, checkpoint =>
    {
        WriteAtomically(to, copy =>
        {
            foreach (var name in new[] { "history.json", "dataset.json", "best", "temperature.json" })
            {
                Write(copy, name, stream => stream.Write(Read(checkpoint, name)));
            }
        });
        return to;
    });

    /// <summary>The weights of the best epoch, as a module saved them, and what it brought.</summary>
    /// <exception cref="TrainingException">There is no such file, or it is damaged.</exception>
    public static (byte[] Weights, EpochRecord Epoch) ReadBest(string path) => Open(path, zip => (
        Read(zip, "best"),
        JsonSerializer.Deserialize<List<EpochRecord>>(Read(zip, "history.json"))!
            .MaxBy(epoch => epoch.ValidationAccuracy)!));

    /// <summary>The state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="TrainingException">There is no such file, it is damaged, or a promoted run's.</exception>
    public static TrainingState Load(string path, TrainingOptions options) => Open(path, zip =>
    {
        if (zip.GetEntry("weights") is null && zip.GetEntry("best") is not null)
        {
            throw new TrainingException($"{path}: found the best epoch of a promoted run, expected all that a run goes on "
                + "with. Begin a new run with it by --from.");
        }

        var data = JsonSerializer.Deserialize<DatasetFingerprint>(Read(zip, "dataset.json"))!;
        var state = new TrainingState(options, data)
        {
            History = JsonSerializer.Deserialize<List<EpochRecord>>(Read(zip, "history.json"))!,
            BestWeights = Read(zip, "best"),
            BestTemperature = JsonSerializer.Deserialize<double>(Read(zip, "temperature.json")),
        };
        state.Network.load(new MemoryStream(Read(zip, "weights")));
        state.Optimizer.load_state_dict(new BinaryReader(new MemoryStream(Read(zip, "optimizer"))));
        state.EmaNetwork?.load(new MemoryStream(Read(zip, "average")));
        return state;
    });

    private static T Open<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (FileNotFoundException error)
        {
            throw new TrainingException(
                $"{path}: found no checkpoint, expected one of a whole epoch. Start a new run.", error);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new TrainingException($"{path}: the checkpoint is damaged. Start a new run.", error);
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

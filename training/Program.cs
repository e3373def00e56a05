using System.Text.Json;
using System.Text.Json.Serialization;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Native;

Heap.KeepLargeBlocks();
using var file = FerFile.Open(args[0]);
var options = new TrainingOptions();
using var data = Splits.Split(FerCsv.Read(file.Csv, file.Name), file.Name, options.Seed);
var folder = Directory.CreateDirectory(args[1]).FullName;
Directory.CreateDirectory(Path.Combine(folder, "checkpoint"));
var checkpoint = Path.Combine(folder, "checkpoint", "last.zip");
File.WriteAllText(Path.Combine(folder, "options.json"), JsonSerializer.Serialize(options, new JsonSerializerOptions { WriteIndented = true, Converters = { new JsonStringEnumConverter() } }));
using var state = new TrainingState(options, data.Sha256);
if (File.Exists(checkpoint))
{
    Checkpoint.Load(checkpoint, state);
}

Trainer.Train(state, options, data, new Plain(), () => Checkpoint.Save(checkpoint, state), CancellationToken.None);

internal sealed class Plain : ITrainingDisplay
{
    private int count;

    public void Batch(BatchProgress progress)
    {
        if (++count % 100 == 0)
        {
            Console.WriteLine($"  epoch {progress.Epoch}  {progress.Seen}/{progress.Images}  {progress.ImagesPerSecond:f0} images/s  loss {progress.Loss:f3}  accuracy {progress.Accuracy:p1}");
        }
    }

    public void Epoch(EpochRecord epoch, bool isBest) => Console.WriteLine(epoch + (isBest ? " *" : ""));
}

using System.Diagnostics;
using CsvHelper;
using EmoMusic.Training.Data;
using static TorchSharp.torch;

namespace EmoMusic.Training.Benchmarks;

/// <summary>From a CSV in the page cache to tensors: our way beside the one that a tutorial shows.</summary>
/// <param name="Megabytes">Size of the plain file, in 10⁶ bytes.</param>
/// <param name="Seconds">Our way, the median of three.</param>
/// <param name="PeakMegabytes">Highest memory above that before, in 10⁶ bytes; -1 where the system hides it.</param>
/// <param name="PlainSeconds">Text fields and <c>Split</c>, the median of three.</param>
public sealed record ReadingBenchmark(double Megabytes, double Seconds, double PeakMegabytes, double PlainSeconds)
{
    private const int Runs = 3;
    private const string Status = "/proc/self/status";

    /// <summary>Reads the data of <paramref name="path"/> in both ways, as plain text from a temporary file.</summary>
    public static ReadingBenchmark Run(string path)
    {
        var csv = Path.GetTempFileName();
        try
        {
            using (var file = FerFile.Open(path))
            using (var plain = File.Create(csv))
            {
                file.Csv.CopyTo(plain);
            }

            var before = ResetPeak();
            Read(csv).Dispose(); // the first: later ones would use memory that this one has left
            var peak = before < 0 ? -1 : Field("VmHWM:") - before;
            var (ours, plainly) = (new List<double>(), new List<double>());
            for (var run = 0; run < Runs; run++) // in turn, so that a noisy moment hits both
            {
                ours.Add(SecondsOf(() => Read(csv)));
                plainly.Add(SecondsOf(() => ReadPlainly(csv)));
            }

            return new ReadingBenchmark(new FileInfo(csv).Length / 1e6, Median(ours), peak, Median(plainly));
        }
        finally
        {
            File.Delete(csv);
        }
    }

    private static Dataset Read(string csv)
    {
        using var file = FerFile.Open(csv);
        return Splits.Split(FerCsv.Read(file.Csv, file.Name), file.Name, seed: 42);
    }

    private static Tensor ReadPlainly(string csv)
    {
        using var reader = CsvReader.FromFile(csv);
        var pixels = new List<byte[]>();
        while (reader.Read())
        {
            pixels.Add([.. reader.GetString("pixels").Split(' ').Select(byte.Parse)]);
        }

        return tensor(pixels.SelectMany(image => image).ToArray())
            .view(-1, 1, LabelledImages.Side, LabelledImages.Side);
    }

    // Megabytes in use now; the kernel's high-water mark starts anew from there.
    private static double ResetPeak()
    {
        if (!File.Exists(Status))
        {
            return -1;
        }

        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Field("VmRSS:");
    }

    // "VmRSS:     123456 kB": the kernel's kB are 1,024 bytes.
    private static double Field(string name) => double.Parse(
        File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024 / 1e6;

    private static double SecondsOf(Func<IDisposable> action)
    {
        var clock = Stopwatch.StartNew();
        action().Dispose();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

using System.Diagnostics;
using CsvHelper;
using EmoMusic.Training.Data;
using static TorchSharp.torch;

namespace EmoMusic.Training.Benchmarks;

/// <summary>Time from a cached CSV to tensors, against the simple way.</summary>
/// <param name="Megabytes">Size of the plain file, in 10⁶ bytes.</param>
/// <param name="Seconds">This trainer, median of three.</param>
/// <param name="PeakMegabytes">Peak memory increase in 10⁶ bytes; -1 if unknown.</param>
/// <param name="PlainSeconds">String fields and <c>Split</c>, median of three.</param>
public sealed record ReadingBenchmark(double Megabytes, double Seconds, double PeakMegabytes, double PlainSeconds)
{
    private const int Runs = 3;
    private const string Status = "/proc/self/status";

    /// <summary>Reads the data of <paramref name="path"/> both ways, from a temporary plain CSV.</summary>
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
            Read(csv).Dispose(); // first, because later reads would reuse its memory
            var peak = before < 0 ? -1 : Field("VmHWM:") - before;
            var (ours, plainly) = (new List<double>(), new List<double>());
            for (var run = 0; run < Runs; run++) // alternately, so that noise hits both
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

    // Megabytes in use; resets the kernel's high-water mark.
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

using System.Diagnostics;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Serving.Tests.PredictionEnginePool;

/// <summary>What the trainer's command <c>baseline</c> saves is what the pool loads.</summary>
public sealed class BaselineTests : IDisposable
{
    private const int Side = 48;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_trainers_baselines_load_into_the_pool()
    {
        WriteStripes(folder["fer2013.csv"], ofEach: 25);
        Train();
        var made = Assert.Single(Directory.GetDirectories(folder.Path, "*-baseline"));
        var services = new ServiceCollection();
        services.AddPredictionEnginePool<FacePixels, Scored>()
            .FromFile("majority", Path.Combine(made, "majority.zip"))
            .FromFile("pixels", Path.Combine(made, "pixels.zip"))
            .FromFile("gradients", Path.Combine(made, "gradients.zip"));
        using var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<FacePixels, Scored>>();

        for (var label = 0; label < 7; label++)
        {
            var face = new FacePixels { Values = Array.ConvertAll(Stripes(label, row: 3), pixel => (float)pixel) };
            Assert.All(pool.Predict("majority", face).Probabilities, share => Assert.Equal(1.0 / 7, share, 3));
            Assert.Equal(label, IndexOfHighest(pool.Predict("pixels", face)));
            Assert.Equal(label, IndexOfHighest(pool.Predict("gradients", face)));
        }
    }

    // The program that this project's build has built beside it.
    private void Train()
    {
        var output = Path.GetRelativePath(Repository.At("tests/EmoMusic.Serving.Tests"), AppContext.BaseDirectory);
        var program = Path.Combine(Repository.Root, "training", output, "EmoMusic.Training.dll");
        string[] arguments = [program, "baseline", "--data", folder["fer2013.csv"], "--output", folder.Path];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
    }

    private static void WriteStripes(string path, int ofEach)
    {
        var rows = from usage in (string[])["Training", "PublicTest"]
                   from row in Enumerable.Range(0, ofEach)
                   from label in Enumerable.Range(0, 7)
                   select $"{label},{string.Join(' ', Stripes(label, row))},{usage}\n";
        File.WriteAllText(path, "emotion,pixels,Usage\n" + string.Concat(rows));
    }

    // Waves whose direction is the label, each row a little noisier than the one before.
    private static byte[] Stripes(int label, int row)
    {
        var random = new Random((label * 1000) + row);
        var (down, right) = Math.SinCos(Math.PI * label / 7);
        return [.. Enumerable.Range(0, Side * Side).Select(i =>
        {
            var wave = Math.Sin(((i % Side * right) + (i / Side * down)) / 2);
            return (byte)(128 + (80 * wave) + random.Next(-row, row + 1));
        })];
    }

    private static int IndexOfHighest(Scored scored) =>
        Array.IndexOf(scored.Probabilities, scored.Probabilities.Max());

    private sealed class Scored
    {
        [ColumnName("probabilities")]
        public float[] Probabilities { get; set; } = [];
    }
}

using System.Diagnostics;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Benchmarks;

/// <summary>
/// The full training loop against a bare one: a fixed batch, no data loading, augmentation, metrics or display.
/// </summary>
/// <param name="ImagesPerSecond">The loop of <see cref="Trainer"/>, median.</param>
/// <param name="BareImagesPerSecond">The bare loop, median.</param>
/// <param name="Ratio">Speed relative to the bare loop, the median over rounds.</param>
/// <param name="Gflops">Arithmetic of the full loop, 10⁹ floating-point operations per second.</param>
/// <param name="PeakGflops">A matrix product of 2,048 × 2,048 on all threads, best run.</param>
public sealed record TrainingBenchmark(
    double ImagesPerSecond, double BareImagesPerSecond, double Ratio, double Gflops, double PeakGflops)
{
    private const int Batches = 20;

    /// <summary>Measures both alternately, <paramref name="rounds"/> times.</summary>
    public static TrainingBenchmark Run(TrainingOptions options, int rounds)
    {
        set_num_threads(options.Threads);
        options = options with { Epochs = 1 };
        var images = Batches * options.BatchSize;
        using var data = Images(images);
        using var pixels = data.Training.Pixels.narrow(0, 0, options.BatchSize).to(ScalarType.Float32);
        using var labels = data.Training.Labels.narrow(0, 0, options.BatchSize);

        var (ours, bare, peak) = (new List<double>(), new List<double>(), MatrixProduct());
        for (var round = -1; round < rounds; round++) // the first warms up
        {
            var clock = Stopwatch.StartNew();
            BareLoop(options, data.Fingerprint, pixels, labels);
            var bareSpeed = images / clock.Elapsed.TotalSeconds;
            using var state = new TrainingState(options, data.Fingerprint);
            Trainer.Train(state, options, data, new NoDisplay(), () => { }, CancellationToken.None);
            if (round >= 0)
            {
                bare.Add(bareSpeed);
                ours.Add(state.History[0].ImagesPerSecond);
            }

            peak = Math.Max(peak, MatrixProduct());
        }

        var speed = Median(ours);
        using var network = Networks.Network.Create(options.Network);
        return new TrainingBenchmark(
            speed, Median(bare), Median([.. ours.Zip(bare, (a, b) => a / b)]),
            speed * Arithmetic.OfTrainingStep(network) / 1e9, peak);
    }

    private static void BareLoop(TrainingOptions options, DatasetFingerprint data, Tensor pixels, Tensor labels)
    {
        using var state = new TrainingState(options with { EmaDecay = 0 }, data);
        for (var batch = 0; batch < Batches; batch++)
        {
            using var region = NoGCRegion.Enter();
            using var scope = NewDisposeScope();
            state.Optimizer.zero_grad();
            functional.cross_entropy(state.Network.call(pixels), labels).backward();
            state.Optimizer.step();
        }
    }

    private static double MatrixProduct()
    {
        const int Size = 2048;
        const int Times = 5;
        using var left = rand(Size, Size);
        using var right = rand(Size, Size);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++)
        {
            left.mm(right).Dispose();
        }

        return 2.0 * Size * Size * Size * Times / clock.Elapsed.TotalSeconds / 1e9;
    }

    private static Dataset Images(int count)
    {
        LabelledImages Some(int n) => new(
            randint(0, 256, [n, 1, LabelledImages.Side, LabelledImages.Side], uint8),
            randint(0, Emotions.Count, [n], int64));
        return new Dataset("random pixels", Some(count), Some(1), null, "", 0, []);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

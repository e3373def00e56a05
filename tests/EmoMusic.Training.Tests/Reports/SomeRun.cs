using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Reports;

/// <summary>A made-up run with realistic metrics: about 61 % accuracy, overconfident.</summary>
public static class SomeRun
{
    // FER-2013's class frequencies, in label order.
    private static readonly double[] Shares = [0.139, 0.015, 0.143, 0.251, 0.168, 0.110, 0.174];
    private static readonly double[] Easiness = [0.6, 0.7, 0.4, 1.4, 0.55, 1.1, 0.7];

    public static RunReport Report(
        int validation = 300, int epochs = 12, bool synthetic = false, string network = "original")
    {
        var data = new Dataset(
            "fer2013.csv", Images(validation * 8, seed: 1), Images(validation, seed: 2), null,
            "3f0c9d5b2a7e41886d5c0f9b1e2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", 7,
            ["fer2013.csv line 1203: found 2303 pixels, expected 2304"], synthetic);
        var labels = data.Validation.Labels.data<long>().Select(label => (int)label).ToArray();
        var probabilities = Probabilities(labels);
        return new RunReport(
            network, 2_345_607, new DateTimeOffset(2026, 11, 22, 18, 30, 0, TimeSpan.Zero), data, "PublicTest",
            History(epochs), Metrics.Of(probabilities, labels, Emotions.Names), probabilities,
            new TrainingOptions { Epochs = epochs, HorizontalFlip = true, Threads = 2 },
            new RunEnvironment("Debian GNU/Linux 12", "A processor", 2, "10.0.1", "0.107.0", "2.10.0", "1.31.1"),
            $"dotnet run --project training -- --data fer2013.csv --network {network} --epochs {epochs} --horizontal-flip");
    }

    /// <summary>The same with votes: a fifth of the images have no clear majority, and a tenth one against the label.</summary>
    public static RunReport ReportWithVotes()
    {
        var report = Report();
        var data = report.Data with
        {
            Training = WithVotes(report.Data.Training),
            Validation = WithVotes(report.Data.Validation),
            WithoutEmotion = 5,
        };
        using var exam = data.Validation.ByMajority();
        var rows = report.Probabilities.Chunk(Emotions.Count).ToList();
        float[] probabilities = [.. data.Validation.ClearMajority().SelectMany(row => rows[row])];
        int[] actual = [.. exam.Labels.data<long>().Select(label => (int)label)];
        return report with
        {
            Data = data,
            Agreement = Metrics.Of(probabilities, actual, Emotions.Names),
            History = [.. report.History.Select(epoch => epoch with
            {
                Agreement = epoch.ValidationAccuracy + 0.1,
                Recalls = new ClassRecalls([.. Emotions.Names.Select((_, label) => (double?)(epoch.ValidationAccuracy * (0.7 + (0.05 * label))))]),
            })],
        };
    }

    private static LabelledImages WithVotes(LabelledImages images)
    {
        var votes = images.Labels.data<long>().ToArray().SelectMany((label, row) =>
        {
            var shares = new float[Emotions.Count];
            shares[(label + (row % 10 == 0 ? 1 : 0)) % Emotions.Count] = row % 5 == 1 ? 0.5f : 0.8f;
            shares[(label + 2) % Emotions.Count] = row % 5 == 1 ? 0.5f : 0.2f;
            return shares;
        });
        return images with { Votes = tensor(votes.ToArray(), [images.Count, Emotions.Count]) };
    }

    private static LabelledImages Images(int count, int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(_ => Draw(random)).ToArray();
        var noise = Samples.Images(count, seed);
        noise.Labels.Dispose();
        return new LabelledImages(noise.Pixels, tensor(labels));
    }

    private static long Draw(Random random)
    {
        var (at, label) = (random.NextDouble(), 0);
        for (; label < Shares.Length - 1 && at >= Shares[label]; label++)
        {
            at -= Shares[label];
        }

        return label;
    }

    private static float[] Probabilities(int[] labels)
    {
        var random = new Random(3);
        var rows = labels.Select(label =>
        {
            var noise = Shares.Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble()).ToArray();
            var scores = noise.Select((one, i) => one + (i == label ? Easiness[label] : 0));
            var powers = scores.Select(score => Math.Exp(4 * score)).ToArray();
            return powers.Select(power => (float)(power / powers.Sum()));
        });
        return [.. rows.SelectMany(row => row)];
    }

    private static EpochRecord[] History(int epochs)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(1, epochs).Select(epoch =>
        {
            var (wobble, t) = ((random.NextDouble() - 0.5) * 0.012, epoch / 12.0);
            return new EpochRecord(
                epoch, 1.75 * Math.Exp(-0.9 * t), 0.27 + (0.55 * (1 - Math.Exp(-1.1 * t))),
                1.12 + (0.6 * Math.Exp(-3 * t)) + (0.03 * t * t) + wobble,
                0.615 - (0.32 * Math.Exp(-2.6 * t)) + wobble,
                1e-4, 142 + (20 * wobble), 205 - (90 * wobble));
        })];
    }
}

using EmoMusic.Training.Data;
using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>What is done about classes of different sizes.</summary>
public static class ClassBalance
{
    /// <summary>float [7], the inverse of each class's share, 1 on average over the images; null if off.</summary>
    public static Tensor? LossWeights(TrainingOptions options, LabelledImages images) =>
        options.ClassBalance == BalanceKind.Weights ? tensor(InverseShares(images)) : null;

    /// <summary>int64 [n], the order in which an epoch sees the images.</summary>
    public static Tensor SampleOrder(TrainingOptions options, LabelledImages images)
    {
        if (options.ClassBalance != BalanceKind.Oversample)
        {
            return randperm(images.Count, int64);
        }

        using var ofClass = tensor(InverseShares(images));
        using var ofImage = ofClass.index_select(0, images.Labels);
        return multinomial(ofImage, images.Count, replacement: true);
    }

    private static float[] InverseShares(LabelledImages images)
    {
        var counts = images.CountByClass();
        var present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (float)images.Count / (present * count))];
    }
}

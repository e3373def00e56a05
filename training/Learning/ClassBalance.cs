using EmoMusic.Training.Data;
using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>Class weights and oversampling for imbalanced classes.</summary>
public static class ClassBalance
{
    /// <summary>float [7], inverse class frequencies with mean 1 over the images; null if off.</summary>
    public static Tensor? LossWeights(TrainingOptions options, LabelledImages images) =>
        options.ClassBalance == BalanceKind.Weights ? tensor(InverseFrequencies(images)) : null;

    /// <summary>int64 [n], the indices of the images of an epoch, in order.</summary>
    public static Tensor SampleOrder(TrainingOptions options, LabelledImages images)
    {
        if (options.ClassBalance != BalanceKind.Oversample)
        {
            return randperm(images.Count, int64);
        }

        using var ofClass = tensor(InverseFrequencies(images));
        using var ofImage = ofClass.index_select(0, images.Labels);
        return multinomial(ofImage, images.Count, replacement: true);
    }

    private static float[] InverseFrequencies(LabelledImages images)
    {
        var counts = images.CountByClass();
        var present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (float)images.Count / (present * count))];
    }
}

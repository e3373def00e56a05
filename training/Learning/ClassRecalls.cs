using EmoMusic.Training.Data;
using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>The recall of each emotion, in the order of <see cref="Emotions.Names"/>.</summary>
/// <param name="Values">[7], 0 to 1; null for an emotion without images.</param>
public sealed record ClassRecalls(IReadOnlyList<double?> Values)
{
    /// <summary>The recalls of predictions.</summary>
    /// <param name="predicted">int64 [n].</param>
    /// <param name="actual">int64 [n].</param>
    public static ClassRecalls Of(Tensor predicted, Tensor actual)
    {
        var (hits, images) = (new int[Emotions.Count], new int[Emotions.Count]);
        foreach (var (guess, label) in predicted.data<long>().Zip(actual.data<long>()))
        {
            images[label]++;
            hits[label] += guess == label ? 1 : 0;
        }

        return new ClassRecalls([.. hits.Zip(images, (hit, all) => all == 0 ? (double?)null : (double)hit / all)]);
    }

    /// <inheritdoc/>
    public bool Equals(ClassRecalls? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}

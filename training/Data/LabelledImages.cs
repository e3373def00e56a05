using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Data;

/// <summary>Greyscale images with labels.</summary>
/// <param name="Pixels">uint8 [n, 1, 48, 48], 0 is black.</param>
/// <param name="Labels">int64 [n], indices into <see cref="Emotions.Names"/>.</param>
/// <param name="Votes">
/// float [n, 7], each emotion's share of the annotators' votes (<see cref="FerPlusVotes.SharesOf"/>); null without votes.
/// </param>
public sealed record LabelledImages(Tensor Pixels, Tensor Labels, Tensor? Votes = null) : IDisposable
{
    /// <summary>Width and height in pixels.</summary>
    public const int Side = 48;

    /// <summary>Pixels per image.</summary>
    public const int Size = Side * Side;

    /// <summary>Number of images.</summary>
    public int Count => (int)Labels.shape[0];

    /// <summary>Images per class, in label order.</summary>
    public int[] CountByClass()
    {
        var counts = new int[Emotions.Count];
        foreach (var label in Labels.data<long>())
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>Copies images, in the given order.</summary>
    public LabelledImages Select(IReadOnlyList<int> images)
    {
        using var chosen = tensor(images.Select(image => (long)image).ToArray());
        return new LabelledImages(
            Pixels.index_select(0, chosen), Labels.index_select(0, chosen), Votes?.index_select(0, chosen));
    }

    /// <summary>float [n, 7]: the votes as a distribution, or one-hot labels without votes.</summary>
    public Tensor Targets() => Votes is null
        ? functional.one_hot(Labels, Emotions.Count).to(ScalarType.Float32)
        : Votes / Votes.sum(1, keepdim: true);

    /// <summary>
    /// Copies the images in which one emotion has more than half of the votes, with that emotion as their label: the usual
    /// test set of FER+.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no votes.</exception>
    public LabelledImages ByMajority()
    {
        var clear = ClearMajority();
        var shares = Votes!.data<float>().ToArray().Chunk(Emotions.Count).ToList();
        using var labels = tensor(clear.Select(image => (long)Array.IndexOf(shares[image], shares[image].Max())).ToArray());
        using var chosen = Select(clear);
        return new LabelledImages(chosen.Pixels.alias(), labels.alias(), chosen.Votes!.alias());
    }

    /// <summary>The images in which one emotion has more than half of the votes, in order.</summary>
    /// <exception cref="InvalidOperationException">There are no votes.</exception>
    public IReadOnlyList<int> ClearMajority()
    {
        var votes = Votes ?? throw new InvalidOperationException("These images have no votes.");
        var shares = votes.data<float>().ToArray().Chunk(Emotions.Count);
        return [.. shares.Index().Where(row => row.Item.Max() > 0.5f).Select(row => row.Index)];
    }

    /// <summary>The 2,304 grey values of an image, in row-major order.</summary>
    public byte[] PixelsOf(int image)
    {
        using var pixels = Pixels[image];
        return pixels.data<byte>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
        Votes?.Dispose();
    }
}

using static TorchSharp.torch;

namespace EmoMusic.Training.Data;

/// <summary>Greyscale images with labels.</summary>
/// <param name="Pixels">uint8 [n, 1, 48, 48], 0 is black.</param>
/// <param name="Labels">int64 [n], indices into <see cref="Emotions.Names"/>.</param>
public sealed record LabelledImages(Tensor Pixels, Tensor Labels) : IDisposable
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
        return new LabelledImages(Pixels.index_select(0, chosen), Labels.index_select(0, chosen));
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
    }
}

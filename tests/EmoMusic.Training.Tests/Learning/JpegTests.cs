using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Learning;

public sealed class JpegTests : IDisposable
{
    private readonly LabelledImages images = Samples.FewFaces().Training;

    private Tensor Pixels => images.Pixels.to(ScalarType.Float32);

    public void Dispose() => images.Dispose();

    [Fact]
    public void It_loses_what_an_encoder_loses()
    {
        var encoder = Corruption.All.Single(each => each.Name == "JPEG of quality 40");
        using var encoded = encoder.ApplyTo(images);

        var ours = Jpeg.Compress(Pixels, full(images.Count, 1, 1, 40));

        // The encoder also rounds intermediate values.
        var apart = (ours - encoded.Pixels.to(ScalarType.Float32)).abs().mean().item<float>();
        var lost = (ours - Pixels).abs().mean().item<float>();
        Assert.InRange(apart / lost, 0, 0.2);
    }

    [Fact]
    public void Lower_quality_loses_more()
    {
        var half = images.Count / 2;
        var quality = cat([full(half, 1, 1, 30), full(images.Count - half, 1, 1, 95)], 0);

        var lost = (Jpeg.Compress(Pixels, quality) - Pixels).abs().mean([1, 2, 3]);

        Assert.True(lost[..half].mean().item<float>() > 2 * lost[half..].mean().item<float>());
    }
}

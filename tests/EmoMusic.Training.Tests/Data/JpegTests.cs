using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Data;

public sealed class JpegTests : IDisposable
{
    private readonly LabelledImages images = Some.FewFaces().Training;

    private Tensor Pixels => images.Pixels.to(ScalarType.Float32);

    public void Dispose() => images.Dispose();

    [Fact]
    public void It_leaves_what_an_encoder_leaves()
    {
        var encoder = Corruption.All.Single(each => each.Name == "JPEG of quality 40");
        using var encoded = encoder.Of(images);

        var ours = Jpeg.Compress(Pixels, full(images.Count, 1, 1, 40));

        var apart = (ours - encoded.Pixels.to(ScalarType.Float32)).abs().mean().item<float>(); // it rounds within, too
        var lost = (ours - Pixels).abs().mean().item<float>();
        Assert.InRange(apart / lost, 0, 0.2);
    }

    [Fact]
    public void The_lower_the_quality_the_more_is_lost()
    {
        var half = images.Count / 2;
        var quality = cat([full(half, 1, 1, 30), full(images.Count - half, 1, 1, 95)], 0);

        var lost = (Jpeg.Compress(Pixels, quality) - Pixels).abs().mean([1, 2, 3]);

        Assert.True(lost[..half].mean().item<float>() > 2 * lost[half..].mean().item<float>());
    }
}

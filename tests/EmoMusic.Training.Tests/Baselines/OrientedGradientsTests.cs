using EmoMusic.Training.Baselines;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Baselines;

/// <summary>On images with known gradients.</summary>
public sealed class OrientedGradientsTests : IDisposable
{
    private readonly OrientedGradients gradients = new();

    public void Dispose() => gradients.Dispose();

    [Fact]
    public void A_constant_image_has_no_gradients()
    {
        using var values = gradients.call(full([2, 1, 48, 48], 200f));

        Assert.Equal([2L, OrientedGradients.Features], values.shape);
        Assert.Equal(0, values.abs().max().item<float>(), 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void A_linear_ramp_votes_for_its_direction_in_every_cell(int direction)
    {
        var (down, right) = Math.SinCos(Math.PI * direction / 9);
        var line = arange(48, ScalarType.Float32);
        var height = ((float)right * line.view(1, 48)) + ((float)down * line.view(48, 1));
        using var slope = (120 + (2 * height)).view(1, 1, 48, 48);

        // Without the outer cells, because borders are replicated.
        using var inner = gradients.call(slope).view(9, 8, 8).narrow(1, 1, 6).narrow(2, 1, 6);

        Assert.All(inner.argmax(0).flatten().data<long>(), found => Assert.Equal(direction, found));
    }

    [Fact]
    public void Doubling_the_contrast_changes_little()
    {
        var noise = rand(1, 1, 48, 48) * 100;

        using var values = gradients.call(noise);
        using var doubled = gradients.call(noise * 2);

        Assert.InRange((doubled / values).nanquantile(tensor(0.5f)).item<float>(), 1, 1.15);
    }

    [Fact]
    public void The_export_matches_TorchSharp()
    {
        using var folder = new TemporaryFolder();

        using var face = rand(1, 1, 48, 48) * 255;
        var exported = OnnxExporter.Export(gradients, face, folder["gradients.onnx"], new OnnxExportOptions
        {
            Verify = OnnxRuntimeSession.Load,
        });

        Assert.InRange(exported.Difference!.Absolute, 0, 1e-4);
    }
}

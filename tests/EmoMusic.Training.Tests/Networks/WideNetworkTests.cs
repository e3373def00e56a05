using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using EmoMusic.Training.Pipeline;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Tests.Networks;

public sealed class WideNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_has_fewer_than_two_million_parameters()
    {
        using var network = WideNetwork.Create();

        Assert.InRange(network.parameters().Sum(p => p.numel()), 1_070_232, 2_000_000);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    public void The_export_matches_TorchSharp(int opset)
    {
        using var network = WideNetwork.Create();
        using var face = rand(1, 1, 48, 48) * 255;

        var exported = OnnxExporter.Export(network, face, folder["wide.onnx"], new OnnxExportOptions
        {
            OpsetVersion = opset,
            Verify = OnnxRuntimeSession.Load,
        });

        Assert.InRange(exported.Difference!.Relative, 0, 1e-4);
    }

    [Fact]
    public void Other_networks_refuse_mixed_precision()
    {
        var options = TrainingOptions.For("compact") with { Precision = PrecisionKind.Bf16 };

        var error = Assert.Throws<TrainingException>(() =>
            InitialiseStage.Validate(new RunRequest(null, SkipBadRows: false, DateTime.UtcNow, options)));

        Assert.Equal(
            "--precision: found Bf16 with the network compact, expected wide, the only one that computes in it. Use Fp32.",
            error.Message);
    }

    [Fact]
    public void Bfloat16_computes_about_the_same_and_its_gradients_reach_the_float32_weights()
    {
        using var network = WideNetwork.Create();
        using var pixels = (rand(8, 1, 48, 48) * 255).round();
        using var labels = tensor(new long[] { 0, 1, 2, 3, 4, 5, 6, 0 });
        network.eval();

        using var single = network.call(pixels);
        using var mixed = network.call(pixels.to(ScalarType.BFloat16));
        functional.cross_entropy(mixed, labels).backward();

        Assert.Equal(ScalarType.Float32, mixed.dtype);
        Assert.True(mixed.allclose(single, rtol: 0.05, atol: 0.05));
        Assert.All(network.parameters(), parameter =>
        {
            Assert.Equal(ScalarType.Float32, parameter.dtype);
            Assert.True(parameter.grad!.isfinite().all().item<bool>());
        });
    }
}

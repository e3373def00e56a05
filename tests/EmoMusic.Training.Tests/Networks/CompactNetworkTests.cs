using System.Diagnostics;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Networks;

public sealed class CompactNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_has_fewer_than_two_million_parameters()
    {
        using var network = CompactNetwork.Create();

        Assert.InRange(network.parameters().Sum(p => p.numel()), 1, 2_000_000);
    }

    [Fact]
    public void In_evaluation_it_is_invariant_to_mirroring()
    {
        using var network = CompactNetwork.Create();
        using var pixels = rand(3, 1, 48, 48) * 255;

        network.eval();
        Assert.True(network.call(pixels).allclose(network.call(pixels.flip(3)), atol: 1e-5));
        network.train();
        Assert.False(network.call(pixels).allclose(network.call(pixels.flip(3)), atol: 1e-5));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(18)]
    public void The_export_matches_TorchSharp(int opset)
    {
        using var network = CompactNetwork.Create();

        using var face = rand(1, 1, 48, 48) * 255;
        var exported = OnnxExporter.Export(network, face, folder["compact.onnx"], new OnnxExportOptions
        {
            OpsetVersion = opset,
            Verify = OnnxRuntimeSession.Load,
        });

        Assert.InRange(exported.Difference!.Absolute, 0, 1e-4);
        Assert.InRange(exported.Difference.Relative, 0, 1e-4);
    }

    [Fact]
    public void Inference_takes_at_most_six_milliseconds_on_one_core()
    {
        using var network = CompactNetwork.Create();
        using var example = zeros(1, 1, 48, 48);
        OnnxExporter.Export(network, example, folder["compact.onnx"]);
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(folder["compact.onnx"], options);
        using var face = OrtValue.CreateTensorValueFromMemory(new float[48 * 48], [1, 1, 48, 48]);
        using var run = new RunOptions();

        // The fastest of many, because other load on the machine only adds time.
        var fastest = Enumerable.Range(0, 200).Min(_ =>
        {
            var begin = Stopwatch.GetTimestamp();
            session.Run(run, ["input"], [face], ["output"]).Dispose();
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        });

        Assert.InRange(fastest, 0, 6);
    }

    [Fact]
    public void It_has_its_recipe()
    {
        var recipe = TrainingOptions.For("compact");

        Assert.Equal("compact", recipe.Network);
        Assert.True(recipe is { HorizontalFlip: true, Optimizer: OptimizerKind.Sgd, CalibrationShare: > 0 });
        Assert.Equal(new TrainingOptions(), TrainingOptions.For("original"));
    }
}

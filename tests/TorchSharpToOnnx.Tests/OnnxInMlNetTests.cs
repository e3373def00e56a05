using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

public sealed class OnnxInMlNetTests : IDisposable
{
    private readonly OnnxFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_exported_file_goes_through_ApplyOnnxModel()
    {
        using var module = RandomWeights.Fill(Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), Flatten(), Linear(8, 3)));
        folder.Export(
            module,
            [1, 4, 4], new OnnxExportOptions { InputName = "pixels", OutputName = "scores" });
        var ml = new MLContext();
        var pixels = Enumerable.Range(0, 16).Select(i => i / 16f).ToArray();

        var pipeline = ml.Transforms.ApplyOnnxModel("scores", "pixels", folder.Model);
        using var model = pipeline.Fit(ml.Data.LoadFromEnumerable<Input>([]));
        using var engine = ml.Model.CreatePredictionEngine<Input, Output>(model);
        var scores = engine.Predict(new Input { Pixels = pixels }).Scores;

        using var noGradients = no_grad();
        module.eval();
        using var expected = module.call(tensor(pixels).reshape(1, 1, 4, 4));
        Assert.All(scores.Zip(expected.data<float>().ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(3, scores.Length);
    }

    private sealed class Input
    {
        [ColumnName("pixels")]
        [VectorType(1, 1, 4, 4)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class Output
    {
        [ColumnName("scores")]
        public float[] Scores { get; set; } = [];
    }
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

public sealed class OnnxComposeTests : IDisposable
{
    private readonly OnnxFolder folder = new();

    private string First => Path.Combine(folder.Folder, "first.onnx");

    private string Second => Path.Combine(folder.Folder, "second.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_merged_file_computes_both_one_after_the_other()
    {
        using var front = RandomWeights.Fill(Sequential(Conv2d(1, 2, 3), Flatten()));
        using var back = RandomWeights.Fill(Sequential(Linear(8, 4), Tanh(), Linear(4, 3)));
        using var picture = rand(1, 1, 4, 4);
        using var features = rand(1, 8);
        OnnxExporter.Export(front, picture, First, new OnnxExportOptions { InputName = "pixels", OutputName = "features" });
        OnnxExporter.Export(back, features, Second, new OnnxExportOptions { InputName = "features", OutputName = "Score.output" });

        OnnxCompose.Merge(First, Second, "features", "Score.output", folder.Model, new OnnxExportOptions
        {
            OutputName = "scores",
            Metadata = new Dictionary<string, string> { ["network"] = "both" },
        });

        using var both = Sequential(front, back);
        folder.AssertAgrees(both, [1, 4, 4]);
        var model = folder.Read();
        Assert.Equal("pixels", Assert.Single(model.Graph.Input).Name);
        Assert.Equal("scores", Assert.Single(model.Graph.Output).Name);
        Assert.Equal("both", Assert.Single(model.MetadataProps).Value);
    }

    [Fact]
    public void A_second_file_without_that_input_is_refused()
    {
        using var module = Linear(3, 3);
        using var example = ones(1, 3);
        OnnxExporter.Export(module, example, First);
        OnnxExporter.Export(module, example, Second);

        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxCompose.Merge(First, Second, "features", "output", folder.Model, new OnnxExportOptions()));

        Assert.Equal(
            $"{Second}: found the inputs input and the outputs output, expected features among the inputs and output among the outputs.",
            error.Message);
    }
}

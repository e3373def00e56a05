using Microsoft.ML.OnnxRuntime;
using TorchSharpToOnnx.Protobuf;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

/// <summary>A folder of its own for a test's exported files.</summary>
internal sealed class OnnxFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("torchsharp-onnx-").FullName;

    public string Model => Path.Combine(Folder, "model.onnx");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public OnnxExportResult Export(Module<Tensor, Tensor> module, params long[] inputShape) =>
        Export(module, inputShape, new OnnxExportOptions());

    /// <param name="inputShape">Without the batch.</param>
    public OnnxExportResult Export(Module<Tensor, Tensor> module, long[] inputShape, OnnxExportOptions options)
    {
        using var generator = new Generator(1);
        using var example = randn([2, .. inputShape], generator: generator);
        return Export(module, example, options);
    }

    public OnnxExportResult Export(Module<Tensor, Tensor> module, Tensor example, OnnxExportOptions options) =>
        OnnxExporter.Export(module, example, Model, options with { Verify = OnnxRuntimeSession.Load });

    public string RefusalOf(Module<Tensor, Tensor> module, params long[] inputShape) =>
        RefusalOf(module, inputShape, new OnnxExportOptions());

    public string RefusalOf(Module<Tensor, Tensor> module, long[] inputShape, OnnxExportOptions options) =>
        Assert.Throws<OnnxExportException>(() => Export(module, inputShape, options)).Message;

    public string RefusalOf(Module<Tensor, Tensor> module, Tensor example, OnnxExportOptions? options = null) =>
        Assert.Throws<OnnxExportException>(() => Export(module, example, options ?? new OnnxExportOptions())).Message;

    public ModelProto Read() => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Model));

    /// <summary>The operators of the exported graph, in order.</summary>
    public List<string> Operators() => [.. Read().Graph.Node.Select(node => node.OpType)];

    /// <summary>Asserts equal numbers at a batch that the exporter's own check leaves out.</summary>
    public void AssertAgrees(Module<Tensor, Tensor> module, IEnumerable<long> inputShape)
    {
        const long batch = 3;
        using var scope = NewDisposeScope();
        using var session = new InferenceSession(Model, new SessionOptions { IntraOpNumThreads = 1 });
        using var generator = new Generator(99);
        var input = randn([batch, .. inputShape], generator: generator);
        using var given = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var results = session.Run(new RunOptions(), session.InputNames, [given], session.OutputNames);
        module.eval();
        var expected = module.call(input).contiguous();

        Assert.Equal(expected.shape, results[0].GetTensorTypeAndShape().Shape);
        var found = results[0].GetTensorDataAsSpan<float>().ToArray();
        Assert.All(found.Zip(expected.data<float>().ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }
}

using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Onnx;

/// <summary>Runs a written file in ONNX Runtime and its module in TorchSharp on the same input.</summary>
/// <param name="name">The file's name in errors.</param>
internal sealed class SelfCheck(string name, Module<Tensor, Tensor> module, OnnxExportOptions options, Device device)
{
    private const ulong Seed = 1;
    private static readonly long[] Batches = [1, 5];

    /// <returns>The greatest absolute difference for each batch size.</returns>
    public IReadOnlyDictionary<long, double> Compare(string file)
    {
        try
        {
            using var settings = new SessionOptions
            {
                IntraOpNumThreads = 1, // a training may share the machine, and more threads would wait by spinning
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            using var session = new InferenceSession(file, settings);
            return Batches.ToDictionary(batch => batch, batch => Compare(session, batch));
        }
        catch (OnnxRuntimeException error)
        {
            throw new OnnxExportException($"{name}: ONNX Runtime refuses the exported graph: {error.Message}", error);
        }
    }

    private double Compare(InferenceSession session, long batch)
    {
        using var sample = Sample(batch);
        using var input = sample.cpu().contiguous();
        using var given = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var run = new RunOptions();
        using var results = session.Run(run, [options.InputName], [given], [options.OutputName]);
        var found = results[0].GetTensorDataAsSpan<float>();
        var foundShape = results[0].GetTensorTypeAndShape().Shape;

        // a clone, because a module that works in place would change the caller's tensor
        using var expected = module.call(sample.to(device).clone()).cpu().contiguous();
        if (!foundShape.AsSpan().SequenceEqual(expected.shape))
        {
            throw new OnnxExportException(
                $"{name}: at batch {batch} ONNX Runtime gives shape [{string.Join(", ", foundShape)}], "
                + $"TorchSharp [{string.Join(", ", expected.shape)}]; "
                + "the Export of a module of your own differs from its forward.");
        }

        var difference = 0.0;
        var values = expected.data<float>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs((double)found[i] - values[i])); // a NaN is the greatest
        }

        return difference <= options.Tolerance ? difference : throw new OnnxExportException(
            $"{name}: at batch {batch} ONNX Runtime and TorchSharp differ by {difference:0.###e+0}, expected at most "
            + $"{options.Tolerance:0.###e+0}; the Export of a module of your own differs from its forward, or the "
            + "sample's values are far from those that the model is made for.");
    }

    private Tensor Sample(long batch)
    {
        long[] shape = [batch, .. options.InputShape];
        if (options.Sample is null)
        {
            using var generator = new Generator(Seed + (ulong)batch);
            return randn(shape, generator: generator);
        }

        var sample = options.Sample(batch);
        return sample.dtype == ScalarType.Float32 && sample.shape.SequenceEqual(shape)
            ? sample
            : throw new OnnxExportException(
                $"options: found a sample {sample.dtype} [{string.Join(", ", sample.shape)}], "
                + $"expected Float32 [{string.Join(", ", shape)}].");
    }
}

using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>ONNX Runtime's CPU provider, for <see cref="OnnxExportOptions.Verify"/>.</summary>
public sealed class OnnxRuntimeSession : IOnnxSession
{
    private readonly SessionOptions settings;
    private readonly InferenceSession session;

    private OnnxRuntimeSession(SessionOptions settings, InferenceSession session)
    {
        this.settings = settings;
        this.session = session;
    }

    /// <summary>Loads a file: <c>Verify = OnnxRuntimeSession.Load</c>.</summary>
    /// <exception cref="OnnxExportException">ONNX Runtime refuses the graph.</exception>
    public static IOnnxSession Load(string file)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = 1, // training may share the machine, and more threads would wait by spinning
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new OnnxRuntimeSession(settings, new InferenceSession(file, settings));
        }
        catch (OnnxRuntimeException error)
        {
            settings.Dispose();
            throw Refusal(error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OnnxExportException">ONNX Runtime fails on this input.</exception>
    public (long[] Shape, float[] Values) Run(string inputName, Tensor input, string outputName)
    {
        try
        {
            using var value = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
            using var run = new RunOptions();
            using var results = session.Run(run, [inputName], [value], [outputName]);
            return (results[0].GetTensorTypeAndShape().Shape, results[0].GetTensorDataAsSpan<float>().ToArray());
        }
        catch (OnnxRuntimeException error)
        {
            throw Refusal(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        settings.Dispose();
    }

    private static OnnxExportException Refusal(OnnxRuntimeException error) =>
        new($"ONNX Runtime refuses the exported graph: {error.Message}", error);
}

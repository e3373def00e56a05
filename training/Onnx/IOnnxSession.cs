using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>
/// An ONNX file loaded by a runtime, for verification. The package TorchSharpToOnnx.OnnxRuntime has the one for
/// ONNX Runtime.
/// </summary>
public interface IOnnxSession : IDisposable
{
    /// <summary>Runs the file.</summary>
    /// <param name="inputName">The input's name in the file.</param>
    /// <param name="input">float32, on the CPU, contiguous.</param>
    /// <param name="outputName">The output's name in the file.</param>
    /// <returns>The output's shape, and its values in row-major order.</returns>
    (long[] Shape, float[] Values) Run(string inputName, Tensor input, string outputName);
}

namespace TorchSharpToOnnx;

/// <summary>How far a file's output is from TorchSharp's.</summary>
/// <param name="Absolute">The greatest absolute difference.</param>
/// <param name="Relative">The same, divided by the largest absolute value of the output; greatest over all inputs.</param>
public sealed record OnnxDifference(double Absolute, double Relative)
{
    internal OnnxDifference Max(OnnxDifference other) =>
        new(Math.Max(Absolute, other.Absolute), Math.Max(Relative, other.Relative));

    internal bool IsWithin(OnnxExportOptions options) =>
        Absolute <= options.AbsoluteTolerance || Relative <= options.RelativeTolerance;
}

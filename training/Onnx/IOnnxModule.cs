namespace TorchSharpToOnnx;

/// <summary>A module of one's own that takes part in an export.</summary>
public interface IOnnxModule
{
    /// <summary>Adds to the graph what <c>forward</c> computes in evaluation mode.</summary>
    /// <returns>The value that <c>forward</c> would return, with its shape.</returns>
    OnnxValue Export(OnnxGraph graph, OnnxValue input);
}

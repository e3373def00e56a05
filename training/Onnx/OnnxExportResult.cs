namespace TorchSharpToOnnx;

/// <summary>What was written.</summary>
/// <param name="Parameters">The numbers that the module learns, before folding.</param>
/// <param name="Nodes">The graph's nodes.</param>
/// <param name="Difference">The greatest difference from TorchSharp over all inputs of the verification; null without it.</param>
public sealed record OnnxExportResult(long Parameters, int Nodes, OnnxDifference? Difference);

namespace EmoMusic.Training.Onnx;

/// <summary>What was written.</summary>
/// <param name="Parameters">The numbers that the module learns, before folding.</param>
/// <param name="Nodes">The graph's nodes.</param>
/// <param name="Differences">The greatest absolute difference from TorchSharp at each batch size of the check.</param>
public sealed record OnnxExportResult(long Parameters, int Nodes, IReadOnlyDictionary<long, double> Differences);

using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>Small questions about shapes that several modules ask.</summary>
internal static class Shapes
{
    /// <summary>Torch takes one dimension less for a single sample; here the first is always the batch.</summary>
    public static void ExpectRank(this OnnxValue x, OnnxGraph graph, int rank)
    {
        if (x.Rank != rank)
        {
            throw graph.Error($"found input {x.ShapeText}, expected {rank} dimensions, batch and channels in front.");
        }
    }

    /// <summary>Lays a vector of channels along dimension 1 of values of this rank: <c>[C, 1, …]</c>.</summary>
    public static Tensor PerChannel(this Tensor vector, int rank) =>
        vector.reshape([-1, .. Enumerable.Repeat(1L, Math.Max(rank - 2, 0))]);
}

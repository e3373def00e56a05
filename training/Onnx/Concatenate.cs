using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>The outputs of several branches with the same input, one after the other along a dimension.</summary>
public sealed class Concatenate : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly ModuleList<Module<Tensor, Tensor>> branches;
    private readonly long dimension;

    /// <param name="dimension">Any but 0, the batch; negative ones count from the end.</param>
    /// <param name="branches">One or more.</param>
    public Concatenate(long dimension, params Module<Tensor, Tensor>[] branches)
        : base(nameof(Concatenate))
    {
        ArgumentOutOfRangeException.ThrowIfZero(dimension);
        ArgumentOutOfRangeException.ThrowIfZero(branches.Length, nameof(branches));
        this.dimension = dimension;
        this.branches = ModuleList(branches);
        RegisterComponents();
    }

    /// <summary>Any shape to that of the branches' outputs, which may differ in the dimension alone.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return cat([.. branches.Select(branch => branch.call(input))], dimension).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var values = branches.Select((branch, i) => graph.Export(branch, input, $"{nameof(branches)}.{i}")).ToList();
        var joined = (int)(dimension < 0 ? dimension + values[0].Rank : dimension);
        return graph.Add("Concat", values, ("axis", joined)) with
        {
            Shape = [.. values[0].Shape.Select((size, i) => i == joined ? values.Sum(value => value.Shape[i]) : size)],
        };
    }
}

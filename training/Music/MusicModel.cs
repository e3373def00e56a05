using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Music;

/// <summary>
/// Features to valence, arousal and their uncertainty. Features are standardised, and clamped where no training piece was;
/// the uncertainty is the standard error of a prediction, which grows with the distance from the training pieces.
/// </summary>
/// <param name="mean">float [features].</param>
/// <param name="deviation">float [features].</param>
/// <param name="weights">float [1 + features, 2], the intercepts first.</param>
/// <param name="leverage">float [1 + features, 1 + features]: its product with its transpose is the regression's inverse.</param>
/// <param name="error">Root mean square error of cross-validation.</param>
public sealed class MusicModel(Tensor mean, Tensor deviation, Tensor weights, Tensor leverage, double error)
    : Module<Tensor, Tensor>(nameof(MusicModel)), IOnnxModule
{
    /// <summary>Standard deviations beyond which a feature is clamped.</summary>
    public const double Limit = 2.5;

    /// <summary>float [n, features] to float [n, 3]: valence and arousal from −1 to 1, and the uncertainty.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var standard = ((input - mean) / deviation).clamp(-Limit, Limit);
        var rows = cat([ones(standard.shape[0], 1), standard], 1);
        var places = rows.mm(weights).clamp(-1, 1);
        var spread = ((rows.mm(leverage).square().sum(1, keepdim: true) + 1).sqrt() * error).clamp(max: 1);
        return cat([places, spread], 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var centred = graph.Add("Sub", [input, graph.Initializer("mean", mean)]);
        var standard = Clip(graph.Add("Div", [centred, graph.Initializer("deviation", deviation)]), Limit, "standard");
        var places = Clip(Affine(standard, weights, "weights"), 1, "places");
        var distance = Affine(standard, leverage, "leverage");
        var sum = graph.Add("ReduceSum",
            [graph.Add("Mul", [distance, distance]), graph.Initializer("columns", 1)], ("keepdims", 1));
        var spread = graph.Add("Sqrt", [graph.Add("Add", [sum, graph.Number("one", 1)])]);
        spread = graph.Add("Min", [graph.Add("Mul", [spread, graph.Number("error", error)]), graph.Number("most", 1)]);
        return graph.Add("Concat", [places, spread], ("axis", 1)) with { Shape = [input.Shape[0], 3] };

        OnnxValue Clip(OnnxValue value, double limit, string name) => graph.Add(
            "Clip", [value, graph.Number($"{name}_low", -limit), graph.Number($"{name}_high", limit)]);

        OnnxValue Affine(OnnxValue value, Tensor matrix, string name) => graph.Add("Add",
            [graph.Add("MatMul", [value, graph.Initializer($"{name}_slope", matrix.narrow(0, 1, matrix.shape[0] - 1))]),
                graph.Initializer($"{name}_offset", matrix[0])]);
    }
}

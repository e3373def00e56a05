using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Test-time augmentation: in evaluation, the mean of the logits of an image and of its mirror image, at the cost of a
/// second pass. It is part of the network, so that the exported file has it too. In training it does nothing.
/// </summary>
public sealed class FlipAverage : Module<Tensor, Tensor>, IOnnxModule
{
    private const int Columns = 3;

    private readonly Module<Tensor, Tensor> body;

    /// <param name="body">float [n, 1, h, w] to logits, float [n, classes].</param>
    public FlipAverage(Module<Tensor, Tensor> body)
        : base(nameof(FlipAverage))
    {
        this.body = body;
        RegisterComponents();
    }

    /// <summary>float [n, 1, h, w] to logits, float [n, classes].</summary>
    public override Tensor forward(Tensor input)
    {
        if (training)
        {
            return body.call(input);
        }

        using var scope = NewDisposeScope();
        var both = cat([input, input.flip(Columns)], 0);           // [2n, 1, h, w]
        var logits = body.call(both).view(2, input.shape[0], -1);  // [2, n, classes]
        return logits.mean([0]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var mirrored = graph.Add("Slice", [
            input, graph.Initializer("last", -1), graph.Initializer("before_first", long.MinValue),
            graph.Initializer("columns", Columns), graph.Initializer("backwards", -1)]);
        var logits = graph.Export(body, graph.Add("Concat", [input, mirrored], ("axis", 0)), nameof(body));
        var halves = graph.Add("Reshape", [logits, graph.Initializer("halves", 2, -1, logits.Shape[1])]);
        return graph.Opset < 18
            ? graph.Add("ReduceMean", [halves], ("axes", new long[] { 0 }), ("keepdims", 0)) with { Shape = logits.Shape }
            : graph.Add("ReduceMean", [halves, graph.Initializer("axes", 0)], ("keepdims", 0)) with { Shape = logits.Shape };
    }
}

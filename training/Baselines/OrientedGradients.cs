using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Baselines;

/// <summary>
/// Histograms of oriented gradients (HOG): 8 × 8 cells, nine directions, normalised over neighbouring cells. It has no
/// trainable parameters. Source: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection" (CVPR 2005),
/// with two changes that make it a few continuous operators: a gradient votes for all directions within 20°, weighted
/// by proximity, and each cell is normalised by the 3 × 3 cells around it instead of by four blocks.
/// </summary>
public sealed class OrientedGradients : Module<Tensor, Tensor>, IOnnxModule
{
    /// <summary>Features per image: 9 directions × 8 × 8 cells.</summary>
    public const int Features = Directions * Cells * Cells;

    private const int Directions = 9; // over 180°: unsigned gradients
    private const int CellSide = 6;
    private const int Cells = LabelledImages.Side / CellSide;
    private const float Floor = 0.02f; // about two grey values per pixel: weaker noise is not amplified

    private static readonly float Narrow = (float)Math.Cos(Math.PI / Directions);

    private readonly Tensor kernels = Kernels(); // [9, 1, 3, 3]

    /// <summary>Creates the module.</summary>
    public OrientedGradients()
        : base(nameof(OrientedGradients))
    {
    }

    /// <summary>float [n, 1, 48, 48], grey values 0–255, to float [n, 576], ≥ 0.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padded = functional.pad(input, [1, 1, 1, 1], TorchSharp.PaddingModes.Replicate);
        var along = functional.conv2d(padded, kernels);                              // [n, 9, 48, 48]

        // Nine evenly spaced directions are a tight frame: their squares sum to 9/2 of the squared gradient.
        var strength = along.pow(2).mean([1], keepdim: true).mul(2f).sqrt();         // [n, 1, 48, 48]
        var votes = (along.abs() - (strength * Narrow)).relu();
        var cells = functional.avg_pool2d(votes, CellSide);                          // [n, 9,  8,  8]
        var energy = functional.avg_pool2d(
            cells.pow(2).mean([1], keepdim: true), 3, 1, 1, count_include_pad: false); // [n, 1,  8,  8]
        var even = cells / (energy.sqrt() + Floor);
        return even.flatten(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var two = graph.Number("two", 2);
        var padded = graph.Add(
            "Pad", [input, graph.Initializer("pads", 0, 0, 1, 1, 0, 0, 1, 1)], ("mode", "edge"));
        var along = graph.Add("Conv", [padded, graph.Initializer("kernels", kernels)]) with
        {
            Shape = [OnnxValue.Batch, Directions, LabelledImages.Side, LabelledImages.Side],
        };
        var strength = graph.Add("Sqrt", [graph.Add("Mul", [MeanSquare(graph, along), two])]);
        var threshold = graph.Add("Mul", [strength, graph.Number("narrow", Narrow)]);
        var votes = graph.Add("Relu", [graph.Add("Sub", [graph.Add("Abs", [along]), threshold])]);
        var cells = graph.Add(
            "AveragePool", [votes], ("kernel_shape", Square(CellSide)), ("strides", Square(CellSide))) with
        {
            Shape = [OnnxValue.Batch, Directions, Cells, Cells],
        };
        var energy = graph.Add(
            "AveragePool", [MeanSquare(graph, cells)], ("kernel_shape", Square(3)), ("pads", new long[] { 1, 1, 1, 1 }));
        var floor = graph.Number("floor", Floor);
        var even = graph.Add("Div", [cells, graph.Add("Add", [graph.Add("Sqrt", [energy]), floor])]);
        return graph.Reshape(even, [OnnxValue.Batch, Features]);

        static long[] Square(long side) => [side, side];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            kernels.Dispose();
        }

        base.Dispose(disposing);
    }

    private static OnnxValue MeanSquare(OnnxGraph graph, OnnxValue value) =>
        graph.Reduce("ReduceMean", graph.Add("Mul", [value, value]), 1);

    // Central differences, rotated into each direction.
    private static Tensor Kernels()
    {
        var kernels = zeros(Directions, 1, 3, 3);
        for (var direction = 0; direction < Directions; direction++)
        {
            var (down, right) = Math.SinCos(Math.PI * direction / Directions);
            kernels[direction, 0, 1, 0] = (float)-right / 2;
            kernels[direction, 0, 1, 2] = (float)right / 2;
            kernels[direction, 0, 0, 1] = (float)-down / 2;
            kernels[direction, 0, 2, 1] = (float)down / 2;
        }

        return kernels.DetachFromDisposeScope();
    }
}

using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Baselines;

/// <summary>
/// Histograms of oriented gradients: in each of 8 × 8 cells, how much the grey changes in each of nine directions, in
/// proportion to what the cells around have. It learns nothing.
/// Source: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection" (CVPR 2005), with two changes that
/// make it a few operators without jumps: a gradient votes for the directions within 20° of its own by how near they
/// are, and a cell is measured by the 3 × 3 cells around it instead of being in four blocks.
/// </summary>
public sealed class OrientedGradients : Module<Tensor, Tensor>, IOnnxModule
{
    /// <summary>Values an image: 9 directions × 8 × 8 cells.</summary>
    public const int Features = Directions * Cells * Cells;

    private const int Directions = 9; // over half a turn: an edge is the same from dark to bright and back
    private const int CellSide = 6;
    private const int Cells = LabelledImages.Side / CellSide;
    private const float Floor = 0.02f; // what two grey values a pixel come to: weaker noise is not blown up

    private static readonly float Narrow = (float)Math.Cos(Math.PI / Directions);

    private readonly Tensor kernels = Kernels(); // [9, 1, 3, 3]

    /// <summary>Nothing to choose.</summary>
    public OrientedGradients()
        : base(nameof(OrientedGradients))
    {
    }

    /// <summary>float [n, 1, 48, 48], grey values 0–255, to float [n, 576], 0 and above.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padded = functional.pad(input, [1, 1, 1, 1], TorchSharp.PaddingModes.Replicate);
        var along = functional.conv2d(padded, kernels);                              // [n, 9, 48, 48]

        // Nine directions spread evenly are a tight frame: their squares sum to 9/2 of the gradient's own.
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

    // Central differences to the right and downwards, turned into each direction.
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

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>Enlarging of lines and pictures.</summary>
internal static class Upsampling
{
    public static void AddTo(ModuleTable table) => table.Add<Upsample>(Upsample);

    private static OnnxValue Upsample(OnnxGraph graph, Upsample module, OnnxValue x, IReadOnlyList<long> output)
    {
        if (x.Rank is not (3 or 4))
        {
            throw graph.Error($"found input {x.ShapeText}, expected 3 or 4 dimensions, batch and channels in front.");
        }

        var moves = module.scale_factor.ToArray().Any(factor => factor != 1) && module.recompute_scale_factor != true;
        if (module.mode == UpsampleMode.Bicubic && moves && x.Shape.SequenceEqual(output))
        {
            // Torch moves the picture within its size then; runtimes hand it through.
            throw graph.Error($"found factors that leave {x.ShapeText} as it is, expected others in bicubic mode; "
                + "use recompute_scale_factor: true.");
        }

        var picture = x.Rank == 4 ? x : graph.Reshape(x, AsPicture(x.Shape)); // runtimes enlarge pictures only
        OnnxValue[] target = module.scale_factor.IsEmpty || module.recompute_scale_factor == true
            ? [OnnxValue.None, Sizes(graph, picture, x.Rank == 4 ? output : AsPicture(output))]
            : [Scales(graph, module, x.Shape, output)];
        var resized = graph.Add("Resize", [picture, OnnxValue.None, .. target], Attributes(module));
        return x.Rank == 4 ? resized : graph.Reshape(resized, output);
    }

    private static IReadOnlyList<long> AsPicture(IReadOnlyList<long> line) => [line[0], line[1], 1, line[2]];

    // Torch forgets a factor that rounding has made 1, but not in bicubic mode; in nearest mode one made 2 as well.
    private static OnnxValue Scales(OnnxGraph graph, Upsample module, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        var factors = module.scale_factor.ToArray().Select((factor, i) => ((float)to[i + 2] / from[i + 2]) switch
        {
            1 when module.mode != UpsampleMode.Bicubic => 1,
            2 when module.mode == UpsampleMode.Nearest => 2,
            _ => (float)factor,
        });
        using var scales = tensor((float[])[1, 1, .. from.Count == 3 ? [1f] : Array.Empty<float>(), .. factors]);
        return graph.Initializer("scales", scales);
    }

    // The sizes include the batch, which only the running graph knows.
    private static OnnxValue Sizes(OnnxGraph graph, OnnxValue x, IReadOnlyList<long> output)
    {
        var batch = graph.Add("Gather", [graph.Add("Shape", [x]), graph.Initializer("first", 0)]);
        return graph.Add("Concat", [batch, graph.Initializer("sizes", [.. output.Skip(1)])], ("axis", 0));
    }

    private static IEnumerable<(string Name, object Value)> Attributes(Upsample module) => module.mode switch
    {
        UpsampleMode.Nearest =>
            [("mode", "nearest"), ("nearest_mode", "floor"), ("coordinate_transformation_mode", "asymmetric")],
        UpsampleMode.Bicubic => [("mode", "cubic"), ("cubic_coeff_a", -0.75), Coordinates(module)],
        _ => [("mode", "linear"), Coordinates(module)],
    };

    private static (string Name, object Value) Coordinates(Upsample module) =>
        ("coordinate_transformation_mode", module.align_corners == true ? "align_corners" : "half_pixel");
}

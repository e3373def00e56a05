using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>Sequential, and the modules that leave no trace or only another shape.</summary>
internal static class Containers
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<Identity>((_, _, x, _) => x);
        table.Add<Dropout>((_, _, x, _) => x);
        table.Add<Dropout1d>((_, _, x, _) => x);
        table.Add<Dropout2d>((_, _, x, _) => x);
        table.Add<AlphaDropout>((_, _, x, _) => x);
        table.Add<Flatten>((graph, _, x, output) => graph.Reshape(x, output));
    }

    /// <summary>A class derived from Sequential counts as long as it leaves <c>forward</c> alone.</summary>
    public static bool IsSequential(Module module) =>
        module is Sequential
        && module.GetType().GetMethod("forward", [typeof(Tensor)])!.DeclaringType == typeof(Sequential);

    public static OnnxValue Sequential(OnnxGraph graph, Sequential sequential, OnnxValue x)
    {
        var children = sequential.named_children().ToList();
        for (var i = 0; i < children.Count; i++)
        {
            var (name, child) = children[i];
            if (child is Convolution convolution && i + 1 < children.Count && children[i + 1].module is BatchNorm norm
                && Convolutions.CanFold(convolution, norm))
            {
                x = graph.Export(convolution, norm, x, name);
                i++;
            }
            else
            {
                x = graph.Export((Module<Tensor, Tensor>)child, x, name);
            }
        }

        return x;
    }
}

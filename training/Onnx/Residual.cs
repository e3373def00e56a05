using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>body(x) + shortcut(x); without a shortcut, body(x) + x. Both must give the same shape.</summary>
public sealed class Residual : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Module<Tensor, Tensor> body;
    private readonly Module<Tensor, Tensor>? shortcut;

    /// <param name="body">What is added to the shortcut.</param>
    /// <param name="shortcut">Null adds the input itself.</param>
    public Residual(Module<Tensor, Tensor> body, Module<Tensor, Tensor>? shortcut = null)
        : base(nameof(Residual))
    {
        this.body = body;
        this.shortcut = shortcut;
        RegisterComponents();
    }

    /// <summary>Any shape to that of the body's output.</summary>
    public override Tensor forward(Tensor input)
    {
        using var changed = body.call(input);
        using var kept = shortcut?.call(input);
        return changed + (kept ?? input);
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var changed = graph.Export(body, input, nameof(body));
        var kept = shortcut is null ? input : graph.Export(shortcut, input, nameof(shortcut));
        return graph.Add("Add", [changed, kept]);
    }
}

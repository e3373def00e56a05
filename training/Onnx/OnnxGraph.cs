using System.Runtime.InteropServices;
using Google.Protobuf;
using TorchSharp.Modules;
using TorchSharpToOnnx.Protobuf;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>A graph in the making. Modules of one's own add nodes to it and send their children through it.</summary>
public sealed class OnnxGraph
{
    private readonly GraphProto graph;
    private readonly Device device;
    private readonly HashSet<string> names;
    private readonly Dictionary<string, string> overwritten = []; // value → path of what changed it in place
    private string path = "";

    internal OnnxGraph(GraphProto graph, int opset, Device device, IEnumerable<string> reservedNames)
    {
        this.graph = graph;
        this.device = device;
        names = [.. reservedNames];
        Opset = opset;
    }

    /// <summary>The version of ONNX's operators that the file asks for.</summary>
    public int Opset { get; }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">An operator of ONNX's default domain, such as <c>Mul</c>.</param>
    /// <param name="inputs">In the operator's order.</param>
    /// <param name="attributes">Values are whole numbers, fractions, strings or <c>long[]</c>.</param>
    /// <returns>The output, with the first input's shape; where the operator changes it, say
    /// <c>graph.Add(…) with { Shape = … }</c>.</returns>
    public OnnxValue Add(
        string op, IReadOnlyList<OnnxValue> inputs, params IEnumerable<(string Name, object Value)> attributes)
    {
        foreach (var input in inputs)
        {
            if (overwritten.TryGetValue(input.Name, out var culprit))
            {
                throw Error(
                    $"found an input that {culprit} has changed in place; make {culprit} with inplace: false.");
            }
        }

        var output = Unique(path.Length == 0 ? op : $"{path}/{op}");
        var node = new NodeProto { Name = output, OpType = op };
        node.Input.Add(inputs.Select(input => input.Name));
        node.Output.Add(output);
        node.Attribute.Add(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        graph.Node.Add(node);
        return new OnnxValue(output, inputs[0].Shape);
    }

    /// <summary>Adds a constant, float32 or int64, under the current module's path.</summary>
    public OnnxValue Initializer(string name, Tensor tensor)
    {
        var type = tensor.dtype switch
        {
            ScalarType.Float32 => TensorProto.Types.DataType.Float,
            ScalarType.Int64 => TensorProto.Types.DataType.Int64,
            _ => throw Error(
                $"found {tensor.dtype} in '{name}', expected Float32; call module.to(ScalarType.Float32)."),
        };
        using var contiguous = tensor.detach().cpu().contiguous();
        var initializer = new TensorProto
        {
            Name = Unique(path.Length == 0 ? name : $"{path}.{name}"),
            DataType = (int)type,
            RawData = ByteString.CopyFrom(contiguous.bytes),
        };
        initializer.Dims.Add(tensor.shape);
        graph.Initializer.Add(initializer);
        return new OnnxValue(initializer.Name, tensor.shape);
    }

    /// <summary>Adds an int64 vector, for operators that take sizes or axes as inputs.</summary>
    public OnnxValue Initializer(string name, params long[] values)
    {
        using var vector = tensor(values);
        return Initializer(name, vector);
    }

    /// <summary>Adds a float32 scalar.</summary>
    public OnnxValue Number(string name, double value)
    {
        using var scalar = tensor((float)value);
        return Initializer(name, scalar);
    }

    /// <summary>Adds the nodes of a child that <c>forward</c> calls.</summary>
    /// <param name="child">Any module that the exporter knows.</param>
    /// <param name="input">What <c>forward</c> gives the child.</param>
    /// <param name="name">The child's name in its parent: part of the path in errors and in the graph.</param>
    public OnnxValue Export(Module<Tensor, Tensor> child, OnnxValue input, string name) =>
        Under(name, () => Export(child, input));

    /// <summary>Adds a convolution and the normalisation that follows it as one convolution.</summary>
    public OnnxValue Export(Convolution convolution, BatchNorm norm, OnnxValue input, string name) =>
        Under(name, () => Convolutions.Folded(this, convolution, norm, input));

    /// <summary>An error of the module under way; say what was found, what was expected and what to do.</summary>
    public OnnxExportException Error(string sentence, Exception? cause = null) =>
        new($"{(path.Length == 0 ? "model" : path)}: {sentence}", cause);

    internal OnnxValue Export(Module<Tensor, Tensor> module, OnnxValue input)
    {
        if (module is IOnnxModule own)
        {
            var value = own.Export(this, input);
            var expected = OutputOf(module, input);
            return value.ShapeText == expected.ShapeText ? value : throw Error(
                $"found shape {value.ShapeText} from Export, expected {expected.ShapeText} as from forward; "
                + "give the shape of each added value that differs from its first input's.");
        }

        if (Containers.IsSequential(module))
        {
            return Containers.Sequential(this, (Sequential)module, input);
        }

        if (!ModuleTable.Known.TryGetValue(module.GetType(), out var export))
        {
            throw Error(
                $"found module {module.GetType().Name}, which the exporter does not know; "
                + "implement IOnnxModule in it, or build it of modules that it knows.");
        }

        var output = OutputOf(module, input).Shape;
        var exported = export(this, module, input, output);
        if (Activations.IsInPlace(module))
        {
            overwritten[input.Name] = path;
        }

        return exported with { Shape = output };
    }

    /// <summary>Runs the module on zeros, since nobody knows the shape of its output better.</summary>
    internal OnnxValue OutputOf(Module<Tensor, Tensor> module, OnnxValue input)
    {
        const long batch = 2; // any but 1, to see a module that merges the batch into another dimension
        try
        {
            using var example = zeros([batch, .. input.Shape.Skip(1)], device: device);
            using var output = module.call(example);
            var shape = output.shape;
            return shape is [batch, ..] ? new OnnxValue("", [OnnxValue.Batch, .. shape[1..]]) : throw Error(
                $"found output [{string.Join(", ", shape)}] for a batch of {batch}, "
                + "expected the batch to stay in front.");
        }
        catch (Exception error) when (error is ExternalException or ArgumentException)
        {
            var reason = error.Message.Split('\n')[0].TrimEnd('.', '\r');
            throw Error($"found input {input.ShapeText}, which {module.GetType().Name} refuses: {reason}.", error);
        }
    }

    private OnnxValue Under(string name, Func<OnnxValue> export)
    {
        var parent = path;
        path = parent.Length == 0 ? name : $"{parent}.{name}";
        var value = export();
        path = parent;
        return value;
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !names.Add(unique); i++)
        {
            unique = $"{name}_{i}";
        }

        return unique;
    }

    private AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int or long:
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = Convert.ToInt64(value);
                break;
            case float or double:
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                attribute.F = Convert.ToSingle(value);
                break;
            case string text:
                attribute.Type = AttributeProto.Types.AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case long[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.Add(numbers);
                break;
            default:
                throw Error(
                    $"found {value.GetType().Name} in attribute '{name}', expected a number, a string or long[].");
        }

        return attribute;
    }
}

using System.Runtime.InteropServices;

namespace EmoMusic.TestKit;

/// <summary>
/// A small model file, by hand: Flatten, MatMul with weights [2304, n], Softmax. Its initial values keep the contract;
/// a test changes what it is about. Field numbers are those of ONNX's published onnx.proto.
/// </summary>
public sealed record OnnxModel
{
    private const int FaceSide = 48;

    public string Input { get; init; } = "pixels";
    public int InputType { get; init; } = 1; // TensorProto.DataType FLOAT
    public long Side { get; init; } = FaceSide;
    public string Output { get; init; } = "probabilities";
    public string LastOperator { get; init; } = "Softmax";
    public float[] Weights { get; init; } = RandomWeights(seed: 1);

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>
    {
        ["labels"] = "angry,disgust,fear,happy,sad,surprise,neutral",
        ["network"] = "linear",
        ["created"] = "2026-11-22T12:00:00Z",
        ["dataset_sha256"] = "none",
        ["dataset_rows"] = "100",
        ["accuracy"] = "0.5",
        ["options"] = "{}",
    };

    public OnnxModel WithLabels(string labels) =>
        this with { Metadata = new Dictionary<string, string>(Metadata) { ["labels"] = labels } };

    public string WriteTo(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    public byte[] ToBytes() => new OnnxBytes()
        .Number(1, 8)                                                    // ModelProto.ir_version
        .Message(7, Graph())                                             // .graph
        .Message(8, new OnnxBytes().Text(1, "").Number(2, 17))           // .opset_import
        .Messages(14, Metadata.Select(entry => new OnnxBytes().Text(1, entry.Key).Text(2, entry.Value)))
        .ToArray();

    private OnnxBytes Graph() => new OnnxBytes()
        .Messages(1, InputType == 1
            ? [Node("Flatten", [Input], "flat"), Product, Last]
            : [Node("Cast", [Input], "float", to: 1), Node("Flatten", ["float"], "flat"), Product, Last])
        .Text(2, "graph")
        .Message(5, new OnnxBytes()                                      // .initializer
            .Number(1, Side * Side).Number(1, Classes).Number(2, 1).Text(8, "w")
            .Bytes(9, MemoryMarshal.AsBytes(Weights.AsSpan())))
        .Message(11, Value(Input, InputType, 1, Side, Side))             // .input
        .Message(12, Value(Output, 1, Classes));                         // .output

    private static OnnxBytes Product => Node("MatMul", ["flat", "w"], "logits");

    private OnnxBytes Last => Node(LastOperator, ["logits"], Output);

    private long Classes => Weights.Length / (Side * Side);

    private static OnnxBytes Node(string type, string[] inputs, string output, int? to = null)
    {
        var node = new OnnxBytes();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, type);
        return to is null ? node : node.Message(5, new OnnxBytes().Text(1, "to").Number(3, to.Value).Number(20, 2));
    }

    private static OnnxBytes Value(string name, int type, params long[] sizes)
    {
        var shape = new OnnxBytes()
            .Message(1, new OnnxBytes().Text(2, "batch"))
            .Messages(1, sizes.Select(size => new OnnxBytes().Number(1, size)));
        var tensor = new OnnxBytes().Number(1, type).Message(2, shape);
        return new OnnxBytes().Text(1, name).Message(2, new OnnxBytes().Message(1, tensor));
    }

    /// <summary>Weights [2304, 7] that give confident and doubtful answers alike on grey values.</summary>
    public static float[] RandomWeights(int seed, int classes = 7, int side = FaceSide)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, side * side * classes).Select(_ => (random.NextSingle() - 0.5f) / 1000)];
    }
}

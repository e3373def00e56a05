using Google.Protobuf;
using TorchSharpToOnnx.Protobuf;

namespace TorchSharpToOnnx;

/// <summary>Joins ONNX files, as <c>onnx.compose.merge_models</c> does.</summary>
public static class OnnxCompose
{
    /// <summary>
    /// Feeds the first file's output to an input of the second. What the wanted output does not need is left out, among it the
    /// second's other inputs. A second file of opset 12 or below is brought to the first's, for operators that changed in
    /// opset 13.
    /// </summary>
    /// <param name="first">Path of a file that <see cref="OnnxExporter"/> wrote.</param>
    /// <param name="second">Path of a file by anybody.</param>
    /// <param name="input">The second's input that takes the first's output.</param>
    /// <param name="output">The second's output that the merged file gives.</param>
    /// <param name="path">Where the merged file goes.</param>
    /// <param name="options">Its output's name and metadata; the input's name stays the first's.</param>
    /// <exception cref="OnnxExportException">The second file has no such input or output, or they do not go together.</exception>
    public static void Merge(
        string first, string second, string input, string output, string path, OnnxExportOptions options)
    {
        var (front, back) = (Read(first), Read(second));
        if (back.Graph.Input.All(value => value.Name != input) || back.Graph.Output.All(value => value.Name != output))
        {
            throw new OnnxExportException(
                $"{second}: found the inputs {Names(back.Graph.Input)} and the outputs {Names(back.Graph.Output)}, "
                + $"expected {input} among the inputs and {output} among the outputs.");
        }

        var nodes = Needed(back.Graph, output);
        Upgrade(back.Graph, nodes);
        Rename(back.Graph, nodes, name => name == input ? front.Graph.Output[0].Name
            : name == output ? options.OutputName : $"second/{name}");

        var used = nodes.SelectMany(node => node.Input).ToHashSet();
        front.Graph.Node.Add(nodes);
        front.Graph.Initializer.Add(back.Graph.Initializer.Where(value => used.Contains(value.Name)));
        front.Graph.Output.Clear();
        var result = back.Graph.Output.First(value => value.Name == output).Clone();
        result.Name = options.OutputName;
        if (options.DynamicAxes.TryGetValue(0, out var symbol))
        {
            result.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = symbol };
        }

        front.Graph.Output.Add(result);
        front.OpsetImport.Add(back.OpsetImport.Where(set => set.Domain != ""));
        front.MetadataProps.Clear();
        front.MetadataProps.Add(options.Metadata.Select(entry =>
            new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        File.WriteAllBytes(path, front.ToByteArray());
    }

    private static ModelProto Read(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    private static string Names(IEnumerable<ValueInfoProto> values) => string.Join(", ", values.Select(value => value.Name));

    // In their order, those that lead to the output.
    private static List<NodeProto> Needed(GraphProto graph, string output)
    {
        var (wanted, nodes) = (new HashSet<string> { output }, new List<NodeProto>());
        foreach (var node in graph.Node.Reverse().Where(node => node.Output.Any(wanted.Contains)))
        {
            wanted.UnionWith(node.Input);
            nodes.Insert(0, node);
        }

        return nodes;
    }

    private static void Upgrade(GraphProto graph, List<NodeProto> nodes)
    {
        foreach (var node in nodes.Where(node => node.OpType is "ReduceSum" or "Squeeze" or "Unsqueeze"))
        {
            if (node.Attribute.FirstOrDefault(attribute => attribute.Name == "axes") is { } axes)
            {
                var initializer = new TensorProto { Name = $"{node.Name}.axes", DataType = (int)TensorProto.Types.DataType.Int64 };
                initializer.Dims.Add(axes.Ints.Count);
                initializer.RawData = ByteString.CopyFrom([.. axes.Ints.SelectMany(BitConverter.GetBytes)]);
                graph.Initializer.Add(initializer);
                node.Attribute.Remove(axes);
                node.Input.Add(initializer.Name);
            }
        }
    }

    private static void Rename(GraphProto graph, List<NodeProto> nodes, Func<string, string> rename)
    {
        foreach (var names in nodes.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = names[i].Length == 0 ? "" : rename(names[i]);
            }
        }

        foreach (var node in nodes)
        {
            node.Name = $"second/{node.Name}";
        }

        foreach (var initializer in graph.Initializer)
        {
            initializer.Name = rename(initializer.Name);
        }
    }
}

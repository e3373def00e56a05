using Google.Protobuf;
using TorchSharpToOnnx.Protobuf;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>Writes TorchSharp modules as ONNX files, format: https://onnx.ai/onnx/repo-docs/IR.html.</summary>
public static class OnnxExporter
{
    private const long IrVersion = 8; // the oldest that opset 17 goes with, and newer opsets load in it too

    /// <summary>
    /// Writes what the module computes in evaluation mode to <paramref name="path"/>. With
    /// <see cref="OnnxExportOptions.Verify"/> the file appears only after it has given TorchSharp's numbers; an older file
    /// stays until then.
    /// </summary>
    /// <param name="module">Gets its mode back afterwards.</param>
    /// <param name="example">float32 [batch, …]: an input that the module is made for. Its values are used to verify.</param>
    /// <param name="path">Where the file goes; its folder is made.</param>
    /// <param name="options">Names, axes, opset, metadata, verification.</param>
    /// <exception cref="OnnxExportException">The module cannot be exported, or the file and TorchSharp differ.</exception>
    public static OnnxExportResult Export(
        Module<Tensor, Tensor> module, Tensor example, string path, OnnxExportOptions? options = null)
    {
        options ??= new OnnxExportOptions();
        options.Check(example);
        var modes = module.modules().Prepend(module).Select(part => (part, part.training)).ToList();
        module.eval();
        try
        {
            using var region = NoGCRegion.Enter(); // TorchSharp frees scalars in finalizers
            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            var onDevice = example.to(module.parameters().FirstOrDefault()?.device ?? CPU);
            if (options.Verify is not null)
            {
                using var statistics = new BatchNormStatistics(module);
                if (statistics.Any)
                {
                    Write(Model(module, options, onDevice), path, Verify, keep: false);
                }
            }

            var model = Model(module, options, onDevice);
            var difference = Write(model, path, Verify, keep: true);
            return new OnnxExportResult(module.parameters().Sum(p => p.numel()), model.Graph.Node.Count, difference);

            OnnxDifference? Verify(string file) => options.Verify is null ? null
                : new Verification(Path.GetFileName(path), module, onDevice, options).Compare(file);
        }
        finally
        {
            modes.ForEach(mode => mode.part.train(mode.training)); // parents first: children have the last word
        }
    }

    private static ModelProto Model(Module<Tensor, Tensor> module, OnnxExportOptions options, Tensor example)
    {
        var proto = new GraphProto { Name = module.GetName() };
        var graph = new OnnxGraph(proto, options.OpsetVersion, example.device, [options.InputName, options.OutputName]);
        var input = new OnnxValue(options.InputName, [OnnxValue.Batch, .. example.shape[1..]]);
        var output = graph.Export(module, input);
        output = output.Name == input.Name ? graph.Add("Identity", [input]) : output;
        Rename(proto, output.Name, options.OutputName);
        proto.Input.Add(ValueInfo(input, options, example.shape[0]));
        proto.Output.Add(ValueInfo(output with { Name = options.OutputName }, options, example.shape[0]));

        var producer = typeof(OnnxExporter).Namespace!;
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = producer, Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.OpsetVersion });
        model.MetadataProps.Add(options.Metadata.Select(entry =>
            new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var names in graph.Node.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == from ? to : names[i];
            }
        }
    }

    private static ValueInfoProto ValueInfo(OnnxValue value, OnnxExportOptions options, long batch)
    {
        var first = options.DynamicAxes.TryGetValue(0, out var symbol)
            ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
            : new TensorShapeProto.Types.Dimension { DimValue = batch };
        var shape = new TensorShapeProto();
        shape.Dim.Add(first);
        shape.Dim.Add(value.Shape.Skip(1).Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }

    private static T Write<T>(ModelProto model, string path, Func<string, T> verify, bool keep)
    {
        var target = Path.GetFullPath(path);
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName;
        var draft = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}");
        try
        {
            using (var stream = File.Create(draft))
            {
                model.WriteTo(stream);
            }

            var result = verify(draft);
            if (keep)
            {
                File.Move(draft, target, overwrite: true);
            }

            return result;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}

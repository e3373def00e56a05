using System.Runtime.CompilerServices;
using EmoMusic.Training.Onnx.Protobuf;
using Google.Protobuf;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

[assembly: InternalsVisibleTo("EmoMusic.Training.Tests")]

namespace EmoMusic.Training.Onnx;

/// <summary>Writes TorchSharp modules as ONNX files, format: https://onnx.ai/onnx/repo-docs/IR.html.</summary>
public static class OnnxExporter
{
    private const long IrVersion = 8; // the oldest that opset 17 goes with, and newer opsets load in it too

    /// <summary>
    /// Writes what the module computes in evaluation mode to <paramref name="path"/>. The file appears only after ONNX
    /// Runtime has given TorchSharp's numbers at batch 1 and 5; an older file stays until then.
    /// </summary>
    /// <exception cref="OnnxExportException">The module cannot be exported, or the two runtimes differ.</exception>
    public static OnnxExportResult Export(Module<Tensor, Tensor> module, string path, OnnxExportOptions options)
    {
        options.Check();
        var modes = module.modules().Prepend(module).Select(part => (part, part.training)).ToList();
        module.eval();
        try
        {
            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            var device = module.parameters().FirstOrDefault()?.device ?? CPU;
            var model = Model(module, options, device);
            var check = new SelfCheck(Path.GetFileName(path), module, options, device);
            var differences = Write(model, path, check.Compare);
            return new OnnxExportResult(module.parameters().Sum(p => p.numel()), model.Graph.Node.Count, differences);
        }
        finally
        {
            modes.ForEach(mode => mode.part.train(mode.training)); // parents first: children have the last word
        }
    }

    private static ModelProto Model(Module<Tensor, Tensor> module, OnnxExportOptions options, Device device)
    {
        var proto = new GraphProto { Name = module.GetName() };
        var graph = new OnnxGraph(proto, options.Opset, device, [options.InputName, options.OutputName]);
        var input = new OnnxValue(options.InputName, [OnnxValue.Batch, .. options.InputShape]);
        var output = graph.Export(module, input);
        output = output.Name == input.Name ? graph.Add("Identity", [input]) : output;
        Rename(proto, output.Name, options.OutputName);
        proto.Input.Add(Face(input, options.BatchName));
        proto.Output.Add(Face(output with { Name = options.OutputName }, options.BatchName));

        var producer = typeof(OnnxExporter).Namespace!;
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = producer, Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
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

    private static ValueInfoProto Face(OnnxValue value, string batchName)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(value.Shape.Select(size => size == OnnxValue.Batch
            ? new TensorShapeProto.Types.Dimension { DimParam = batchName }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }

    private static T Write<T>(ModelProto model, string path, Func<string, T> check)
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

            var result = check(draft);
            File.Move(draft, target, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}

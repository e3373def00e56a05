using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

public sealed class OnnxExporterTests : IDisposable
{
    private readonly OnnxFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_says_what_it_was_asked_to_say()
    {
        using var module = Sequential(Conv2d(1, 2, 3), Flatten(), Linear(8, 7), Softmax(1));

        folder.Export(module, [1, 4, 4], new OnnxExportOptions
        {
            InputName = "pixels",
            OutputName = "probabilities",
            DynamicAxes = new Dictionary<int, string> { [0] = "faces" },
            OpsetVersion = 15,
            Metadata = new Dictionary<string, string> { ["labels"] = "a,b", ["empty"] = "" },
        });

        var model = folder.Read();
        Assert.Equal(8, model.IrVersion);
        var opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", 15L), (opset.Domain, opset.Version));
        var metadata = model.MetadataProps.Select(entry => (entry.Key, entry.Value));
        Assert.Equal([("labels", "a,b"), ("empty", "")], metadata);
        var input = Assert.Single(model.Graph.Input);
        var output = Assert.Single(model.Graph.Output);
        Assert.Equal(("pixels", "faces,1,4,4"), (input.Name, ShapeOf(input)));
        Assert.Equal(("probabilities", "faces,7"), (output.Name, ShapeOf(output)));
    }

    [Fact]
    public void Without_wishes_the_file_has_opset_17_and_plain_names()
    {
        using var module = Linear(3, 2);

        folder.Export(module, 3);

        var model = folder.Read();
        Assert.Equal(17, Assert.Single(model.OpsetImport).Version);
        Assert.Equal(("input", "batch,3"), (model.Graph.Input[0].Name, ShapeOf(model.Graph.Input[0])));
        Assert.Equal(("output", "batch,2"), (model.Graph.Output[0].Name, ShapeOf(model.Graph.Output[0])));
        Assert.Empty(model.MetadataProps);
    }

    [Fact]
    public void Names_that_the_graph_would_take_itself_are_kept_for_the_input_and_the_output()
    {
        using var module = Sequential(Linear(3, 3), Linear(3, 3));

        folder.Export(
            module, [3], new OnnxExportOptions { InputName = "0.weight", OutputName = "0/Gemm" });

        folder.AssertAgrees(module, [3]);
    }

    [Fact]
    public void The_result_counts_what_was_written()
    {
        using var module = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), ReLU());

        var result = folder.Export(module, 1, 4, 4);

        Assert.Equal((2 * 9) + 2 + 4, result.Parameters);
        Assert.Equal(2, result.Nodes);
        Assert.InRange(result.Difference!.Absolute, 0, 1e-4);
        Assert.InRange(result.Difference.Relative, 0, 1e-4);
    }

    [Fact]
    public void A_normalisation_after_a_convolution_becomes_part_of_it()
    {
        using var module = RandomWeights.Fill(
            Sequential(Conv2d(1, 2, 3, bias: false), BatchNorm2d(2), ReLU(), Conv2d(2, 2, 1)));

        folder.Export(module, 1, 4, 4);

        Assert.Equal(["Conv", "Relu", "Conv"], folder.Operators());
    }

    [Fact]
    public void A_normalisation_that_follows_no_convolution_stays()
    {
        using var module = RandomWeights.Fill(Sequential(BatchNorm2d(1), Conv2d(1, 2, 3), ReLU(), BatchNorm2d(2)));

        folder.Export(module, 1, 4, 4);

        Assert.Equal(["BatchNormalization", "Conv", "Relu", "BatchNormalization"], folder.Operators());
    }

    [Fact]
    public void Dropout_and_identity_leave_no_node()
    {
        using var module = Sequential(Dropout(), ReLU(), Identity(), Dropout(0.9, inplace: true));

        folder.Export(module, 3);

        Assert.Equal(["Relu"], folder.Operators());
    }

    [Fact]
    public void A_module_that_does_nothing_still_has_an_input_and_an_output()
    {
        using var module = Sequential(Dropout());

        folder.Export(module, 3);

        Assert.Equal(["Identity"], folder.Operators());
        folder.AssertAgrees(module, [3]);
    }

    [Fact]
    public void A_class_derived_from_Sequential_counts_as_one()
    {
        using var module = new DerivedSequential();

        folder.Export(module, 3);

        Assert.Equal(["Relu", "Tanh"], folder.Operators());
    }

    [Fact]
    public void A_module_of_ones_own_adds_nodes_folds_and_walks_into_its_children()
    {
        using var module = RandomWeights.Fill(Sequential(("block", new OwnBlock())));

        folder.Export(module, 1, 5, 5);

        folder.AssertAgrees(module, [1, 5, 5]);
        Assert.Equal(["Conv", "Slice", "GlobalAveragePool"], folder.Operators());
        Assert.Equal(
            ["block.convolution.weight", "block.convolution.bias", "block.start", "block.end", "block.axis"],
            folder.Read().Graph.Initializer.Select(initializer => initializer.Name));
    }

    [Fact]
    public void Each_module_gets_its_mode_back()
    {
        var frozen = BatchNorm1d(3);
        using var module = Sequential(Linear(3, 3), Sequential(frozen, Dropout()));
        module.train();
        frozen.eval();

        folder.Export(module, 3);

        Assert.True(module.training);
        Assert.Equal([true, true, false, true], module.modules().Select(part => part.training));
    }

    [Fact]
    public void The_mode_comes_back_after_a_refusal_too()
    {
        using var module = Sequential(Dropout(), new UnknownModule());
        module.train();

        folder.RefusalOf(module, 3);

        Assert.All(module.modules().Append(module), part => Assert.True(part.training));
    }

    [Fact]
    public void The_callers_example_is_not_changed_by_modules_that_work_in_place()
    {
        using var module = Sequential(ReLU(inplace: true));
        using var example = full([5, 3], -1f);

        folder.Export(module, example, new OnnxExportOptions());

        Assert.Equal(-15, example.sum().item<float>());
    }

    [Fact]
    public void The_example_verifies_and_so_does_noise_like_it_at_three_scales_and_two_batch_sizes()
    {
        List<(long Batch, double Mean)> inputs = [];
        using var module = new Watching(input => inputs.Add((input.shape[0], input.mean().item<float>())));
        using var example = full([3, 1000], 200f);

        folder.Export(module, example, new OnnxExportOptions());

        Assert.Equal([3, 1, 1, 1, 5, 5, 5], inputs[^7..].Select(input => input.Batch));
        Assert.All(
            inputs[^7..].Zip((double[])[200, 20, 200, 2000, 20, 200, 2000]),
            pair => Assert.Equal(pair.Second, pair.First.Mean, pair.Second / 100));
    }

    [Fact]
    public void Without_verification_no_runtime_is_needed()
    {
        using var module = new LyingModule();
        using var example = ones(1, 3);

        var result = OnnxExporter.Export(module, example, folder.Model);

        Assert.Null(result.Difference);
        Assert.Equal(["Add"], folder.Operators());
    }

    [Fact]
    public void Without_a_dynamic_axis_the_batch_is_the_examples()
    {
        using var module = Linear(3, 2);
        using var example = ones(4, 3);

        folder.Export(module, example, new OnnxExportOptions { DynamicAxes = new Dictionary<int, string>() });

        Assert.Equal("4,3", ShapeOf(folder.Read().Graph.Input[0]));
        Assert.Equal("4,2", ShapeOf(folder.Read().Graph.Output[0]));
    }

    [Fact]
    public void Large_weights_are_no_reason_to_refuse()
    {
        using var module = Linear(512, 512);
        using var noGradients = no_grad();
        module.weight.mul_(1e6f);

        var result = folder.Export(module, 512);

        Assert.InRange(result.Difference!.Absolute, 1e-4, double.MaxValue); // far above what an absolute bound allows
        Assert.InRange(result.Difference.Relative, 0, 1e-5);
    }

    [Fact]
    public void Statistics_made_up_for_the_verification_are_taken_back()
    {
        using var module = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2));

        folder.Export(module, 1, 4, 4);

        var norm = module.modules().OfType<TorchSharp.Modules.BatchNorm2d>().Single();
        Assert.Equal([0f, 0f], norm.running_mean!.data<float>().ToArray());
        Assert.Equal([1f, 1f], norm.running_var!.data<float>().ToArray());
    }

    [Fact]
    public void An_export_replaces_an_older_file_and_leaves_nothing_else_behind()
    {
        File.WriteAllText(folder.Model, "old");
        using var module = ReLU();

        folder.Export(module, 3);

        Assert.Equal(["Relu"], folder.Operators());
        Assert.Equal([folder.Model], Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void A_refused_export_leaves_the_older_file_alone()
    {
        File.WriteAllText(folder.Model, "old");
        using var module = new LyingModule();

        folder.RefusalOf(module, 3);

        Assert.Equal("old", File.ReadAllText(folder.Model));
        Assert.Equal([folder.Model], Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void The_same_module_gives_the_same_bytes()
    {
        using var module = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), Flatten(), Linear(8, 3));
        folder.Export(module, 1, 4, 4);
        var first = File.ReadAllBytes(folder.Model);

        folder.Export(module, 1, 4, 4);

        Assert.Equal(first, File.ReadAllBytes(folder.Model));
    }

    private static string ShapeOf(TorchSharpToOnnx.Protobuf.ValueInfoProto value) =>
        string.Join(",", value.Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}"));

    private sealed class Watching(Action<Tensor> see) : Module<Tensor, Tensor>(nameof(Watching)), IOnnxModule
    {
        public override Tensor forward(Tensor input)
        {
            see(input);
            return input.alias();
        }

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add("Identity", [input]);
    }

    private sealed class DerivedSequential() : TorchSharp.Modules.Sequential(ReLU(), Tanh());
}

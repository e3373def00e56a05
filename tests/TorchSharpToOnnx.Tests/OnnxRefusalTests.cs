using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

public sealed class OnnxRefusalTests : IDisposable
{
    private readonly OnnxFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_unknown_module_is_named_with_its_path()
    {
        var body = Sequential(Tanh(), new UnknownModule());
        using var module = Sequential(("features", Sequential(ReLU(), new Residual(body))));

        Assert.Equal(
            "features.1.body.1: found module UnknownModule, which the exporter does not know; "
            + "implement IOnnxModule in it, or build it of modules that it knows.",
            folder.RefusalOf(module, 3));
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void An_unknown_module_on_top_is_called_the_model()
    {
        using var module = new UnknownModule();

        Assert.StartsWith("model: found module UnknownModule, ", folder.RefusalOf(module, 3));
    }

    [Fact]
    public void A_Sequential_with_a_forward_of_its_own_is_unknown()
    {
        using var module = new OverridingSequential();

        Assert.StartsWith("model: found module OverridingSequential, ", folder.RefusalOf(module, 3));
    }

    [Fact]
    public void A_module_whose_Export_lies_leaves_no_file()
    {
        using var module = Sequential(ReLU(), new LyingModule());

        Assert.Equal(
            "model.onnx: at batch 2 the file and TorchSharp differ by 1e-3, 5e-4 of the largest value, expected at most 1e-4 of it "
            + "or 1e-8; the Export of a module of your own differs from its forward, "
            + "or the example is far from the values that the model is made for.",
            folder.RefusalOf(module, ones(2, 3)));
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void A_lie_within_the_tolerance_passes()
    {
        using var module = new LyingModule();

        var result = folder.Export(module, [3], new OnnxExportOptions { AbsoluteTolerance = 2e-3 });

        Assert.InRange(result.Difference!.Absolute, 0.9e-3, 1.1e-3);
    }

    [Fact]
    public void Output_that_is_no_number_is_refused()
    {
        using var module = new LyingModule(told: double.NaN);

        Assert.StartsWith(
            "model.onnx: at batch 2 the file and TorchSharp differ by NaN, ", folder.RefusalOf(module, 3));
    }

    [Fact]
    public void A_module_whose_Export_forgets_the_shape_is_refused()
    {
        using var module = Sequential(new ForgetfulModule());

        Assert.Equal(
            "0: found shape [batch, 4] from Export, expected [batch, 2] as from forward; "
            + "give the shape of each added value that differs from its first input's.",
            folder.RefusalOf(module, 4));
    }

    [Fact]
    public void A_graph_that_the_runtime_cannot_load_is_refused()
    {
        using var module = new InventingModule();

        Assert.StartsWith("model.onnx: ONNX Runtime refuses the exported graph: ", folder.RefusalOf(module, 3));
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void A_value_that_was_changed_in_place_cannot_be_used_again()
    {
        Module<Tensor, Tensor>[] overwriting =
        [
            ReLU(true), ReLU6(true), LeakyReLU(0.1, true), ELU(1, true), SiLU(true), GELU(true), Hardswish(true),
            Hardsigmoid(true), Sigmoid(true), Tanh(true),
        ];

        Assert.All(overwriting, activation =>
        {
            using var module = Sequential(new Residual(Sequential(activation, Linear(3, 3))));
            Assert.Equal(
                "0: found an input that 0.body.0 has changed in place; make 0.body.0 with inplace: false.",
                folder.RefusalOf(module, 3));
        });
    }

    [Fact]
    public void An_input_that_a_module_cannot_take_is_reported_with_the_modules_path()
    {
        using var module = Sequential(ReLU(), Linear(4, 2));

        Assert.Equal(
            "1: found input [batch, 3], which Linear refuses: "
            + "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x2).",
            folder.RefusalOf(module, 3));
    }

    [Fact]
    public void A_picture_without_channels_is_refused()
    {
        using var module = MaxPool2d(2);

        Assert.Equal(
            "model: found input [batch, 4, 4], expected 4 dimensions, batch and channels in front.",
            folder.RefusalOf(module, 4, 4));
    }

    [Fact]
    public void Flattening_the_batch_is_refused()
    {
        using var module = Flatten(0);

        Assert.Equal(
            "model: found output [6] for a batch of 2, expected the batch to stay in front.",
            folder.RefusalOf(module, 3));
    }

    [Theory]
    [InlineData(PaddingModes.Reflect)]
    [InlineData(PaddingModes.Circular)]
    public void Padding_with_anything_but_zeros_is_refused(PaddingModes mode)
    {
        using var module = Sequential(Conv2d(1, 1, 3, padding: 1, padding_mode: mode));

        Assert.Equal($"0: found padding mode {mode}, expected Zeros.", folder.RefusalOf(module, 1, 4, 4));
    }

    [Fact]
    public void A_normalisation_without_running_statistics_is_refused()
    {
        using var module = Sequential(Conv2d(1, 1, 3), BatchNorm2d(1, track_running_stats: false));

        Assert.Equal(
            "1: found no running statistics, expected them; make the module with track_running_stats: true.",
            folder.RefusalOf(module, 1, 4, 4));
    }

    [Fact]
    public void Folding_a_normalisation_of_other_channels_is_refused()
    {
        using var module = Sequential(new OwnBlock(normalised: 5));

        Assert.Equal(
            "0.convolution: found BatchNorm2d after Conv2d, expected a normalisation of its 4 channels with running "
            + "statistics; export the two one after the other.",
            folder.RefusalOf(module, 1, 5, 5));
    }

    [Fact]
    public void Bicubic_factors_that_enlarge_nothing_are_refused()
    {
        using var module = Upsample(scale_factor: [1.3, 1], mode: UpsampleMode.Bicubic);

        Assert.Equal(
            "model: found factors that leave [batch, 1, 3, 3] as it is, expected others in bicubic mode; "
            + "use recompute_scale_factor: true.",
            folder.RefusalOf(module, 1, 3, 3));
    }

    [Fact]
    public void Weights_in_double_precision_are_refused()
    {
        using var module = new DoubleModule();

        Assert.Equal(
            "model: found Float64 in 'weight', expected Float32; call module.to(ScalarType.Float32).",
            folder.RefusalOf(module, 3));
    }

    [Fact]
    public void Settings_that_no_file_can_have_are_refused()
    {
        using var module = ReLU();
        var good = new OnnxExportOptions();

        Assert.Equal(
            "options: found opset 12, expected 13 to 21.", folder.RefusalOf(module, [3], good with { OpsetVersion = 12 }));
        Assert.Equal(
            "options: found opset 22, expected 13 to 21.", folder.RefusalOf(module, [3], good with { OpsetVersion = 22 }));
        Assert.Equal(
            "options: found input name 'x' and output name 'x', expected two different names.",
            folder.RefusalOf(module, [3], good with { InputName = "x", OutputName = "x" }));
        Assert.Equal(
            "options: found an empty name of axis 0, expected a symbol such as 'batch'.",
            folder.RefusalOf(module, [3], good with { DynamicAxes = new Dictionary<int, string> { [0] = "" } }));
        Assert.Equal(
            "options: found dynamic axis 2, expected only axis 0, the batch.",
            folder.RefusalOf(module, [3], good with { DynamicAxes = new Dictionary<int, string> { [0] = "n", [2] = "h" } }));
    }

    [Fact]
    public void Examples_that_no_file_could_take_are_refused()
    {
        using var module = ReLU();

        Assert.Equal(
            "example input: found Float32 [0, 3], expected Float32 with the batch in front and no size of 0.",
            folder.RefusalOf(module, zeros(0, 3)));
        Assert.Equal(
            "example input: found Float32 [], expected Float32 with the batch in front and no size of 0.",
            folder.RefusalOf(module, tensor(1f)));
        Assert.Equal(
            "example input: found Int64 [1, 3], expected Float32 with the batch in front and no size of 0.",
            folder.RefusalOf(module, zeros([1, 3], ScalarType.Int64)));
    }

    [Fact]
    public void An_example_outside_of_what_the_module_computes_is_refused()
    {
        using var module = Softmax(1);

        Assert.Equal(
            "model.onnx: on the example input TorchSharp gives values that are not finite. "
            + "Give an example that the model is made for.",
            folder.RefusalOf(module, full([1, 3], float.PositiveInfinity)));
    }

    [Fact]
    public void A_difference_counts_in_proportion_to_the_output()
    {
        using var module = Sequential(new Times(1e-5), new ZeroingModule());

        Assert.StartsWith(
            "model.onnx: at batch 2 the file and TorchSharp differ by ", folder.RefusalOf(module, 3));
    }

    [Fact]
    public void A_batch_norm_that_is_left_out_is_found_before_it_has_seen_data()
    {
        using var module = new ForgottenNorm();

        Assert.StartsWith("model.onnx: at batch 2 the file and TorchSharp differ by ", folder.RefusalOf(module, 1, 4, 4));
    }

    /// <summary>Passes its input on, and tells the graph to multiply it by 0.</summary>
    private sealed class ZeroingModule() : Module<Tensor, Tensor>(nameof(ZeroingModule)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => input.alias();

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add("Mul", [input, graph.Number("zero", 0)]);
    }

    /// <summary>A convolution with a batch norm, of which only the convolution is exported.</summary>
    private sealed class ForgottenNorm : Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly TorchSharp.Modules.Conv2d conv = Conv2d(1, 2, 3);
        private readonly TorchSharp.Modules.BatchNorm2d bn = BatchNorm2d(2, eps: 0);

        public ForgottenNorm()
            : base(nameof(ForgottenNorm)) => RegisterComponents();

        public override Tensor forward(Tensor input) => bn.call(conv.call(input));

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Export(conv, input, nameof(conv));
    }

    private sealed class OverridingSequential() : TorchSharp.Modules.Sequential(ReLU(), Tanh())
    {
        public override Tensor forward(Tensor tensor) => tensor * 2;
    }

    private sealed class InventingModule() : Module<Tensor, Tensor>(nameof(InventingModule)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => input.alias();

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add("NoSuchOperator", [input]);
    }

    private sealed class DoubleModule() : Module<Tensor, Tensor>(nameof(DoubleModule)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => input.alias();

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
            graph.Add("Mul", [input, graph.Initializer("weight", ones(3, ScalarType.Float64))]);
    }
}

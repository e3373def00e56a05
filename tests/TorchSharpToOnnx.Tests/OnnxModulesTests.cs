using CsCheck;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

public sealed class OnnxModulesTests
{
    public static TheoryData<string> Names => [.. ModuleCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_module_gives_the_same_numbers_in_both_runtimes(string name) =>
        Gen.Select(ModuleCases.All[name], Gen.Int[13, 21]).Sample(
            (random, opset) =>
            {
                using var scope = NewDisposeScope();
                using var module = RandomWeights.Fill(random.Make());
                using var folder = new OnnxFolder();

                folder.Export(module, random.Shape, new OnnxExportOptions { OpsetVersion = opset });

                folder.AssertAgrees(module, random.Shape);
            },
            iter: 10,
            threads: 1);

    [Fact]
    public void Every_module_that_the_exporter_knows_has_a_case() =>
        Assert.Empty(ModuleTable.Known.Keys.Select(type => type.Name).Except(ModuleCases.All.Keys));

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void A_network_of_everything_goes_through_each_opset(int opset)
    {
        using var module = RandomWeights.Fill(Everything());
        using var folder = new OnnxFolder();

        folder.Export(module, [1, 12, 12], new OnnxExportOptions { OpsetVersion = opset });

        folder.AssertAgrees(module, [1, 12, 12]);
        Assert.Equal(opset, Assert.Single(folder.Read().OpsetImport).Version);
    }

    private static TorchSharp.Modules.Sequential Everything() => Sequential(
        ("stem", Sequential(Conv2d(1, 4, 3, padding: 1), BatchNorm2d(4), ReLU(true), BatchNorm2d(4))),
        ("blocks", Sequential(
            new Residual(Sequential(Conv2d(4, 4, 3, padding: 1, groups: 4), GroupNorm(2, 4), SiLU())),
            new Concatenate(1, Sequential(Conv2d(4, 2, 1), PReLU(2)), AvgPool2d(3, 1, 1), MaxPool2d(3, 1, 1)),
            Dropout2d(),
            Hardswish(),
            Upsample(scale_factor: [1.5, 2], mode: UpsampleMode.Bilinear),
            Upsample([19, 23]),
            AvgPool2d(3, 2, 1, ceil_mode: true),
            MaxPool2d(2, ceil_mode: true),
            LeakyReLU(),
            ELU(),
            GELU(),
            ReLU6(),
            Hardsigmoid(),
            Tanh(),
            LayerNorm([5, 6], eps: 1e-2),
            AdaptiveMaxPool2d([4, 4]),
            AdaptiveAvgPool2d(3))),
        ("line", Sequential(
            Flatten(2), Conv1d(10, 6, 3), BatchNorm1d(6), AdaptiveAvgPool1d(3), Sigmoid(), Upsample([6]))),
        ("head", Sequential(
            Flatten(), Linear(36, 8), LayerNorm([8]), Dropout(), Identity(), Linear(8, 7), LogSoftmax(1),
            Softmax(1))));
}

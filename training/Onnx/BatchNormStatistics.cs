using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>
/// Gives batch norms that have not seen any data the statistics of made-up data, and takes them back. With its initial
/// statistics a batch norm changes nothing, so an export without it would verify.
/// </summary>
internal sealed class BatchNormStatistics : IDisposable
{
    private const ulong Seed = 2;
    private readonly List<(Tensor Statistic, Tensor Initial)> changed = [];

    public BatchNormStatistics(Module module)
    {
        using var generator = new Generator(Seed);
        foreach (var norm in module.modules().Prepend(module).OfType<BatchNorm>())
        {
            if (norm is { running_mean: { } mean, running_var: { } variance } && IsInitial(mean, variance))
            {
                Change(mean, randn(mean.shape, generator: generator));
                Change(variance, rand(variance.shape, generator: generator) + 0.5f);
            }
        }
    }

    /// <summary>Whether any batch norm was changed.</summary>
    public bool Any => changed.Count > 0;

    public void Dispose()
    {
        foreach (var (statistic, initial) in changed)
        {
            using var noGradients = no_grad();
            statistic.copy_(initial);
        }
    }

    private static bool IsInitial(Tensor mean, Tensor variance) =>
        mean.eq(0).all().item<bool>() && variance.eq(1).all().item<bool>();

    private void Change(Tensor statistic, Tensor value)
    {
        changed.Add((statistic, statistic.clone()));
        statistic.copy_(value);
    }
}

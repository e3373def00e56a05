using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>All that a run's report tells.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Parameters">Its trainable numbers.</param>
/// <param name="Created">When the run ended.</param>
/// <param name="Data">What it learnt from and was judged by; must not be disposed yet.</param>
/// <param name="Usage">What the validation images are, for example PublicTest.</param>
/// <param name="History">One entry an epoch, at least one.</param>
/// <param name="Metrics">The exported model on the validation images.</param>
/// <param name="Probabilities">Its probabilities there, float [n, 7], in the order of the metrics' labels.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Environment">The machine and the libraries.</param>
/// <param name="Command">What to type for the same again.</param>
public sealed record RunReport(
    string Network,
    long Parameters,
    DateTimeOffset Created,
    Dataset Data,
    string Usage,
    IReadOnlyList<EpochRecord> History,
    Metrics Metrics,
    float[] Probabilities,
    TrainingOptions Options,
    RunEnvironment Environment,
    string Command)
{
    /// <summary>What the same rows give without a network; none where the command baseline was not run.</summary>
    public IReadOnlyList<BaselineResult> Baselines { get; init; } = [];

    /// <summary>The epoch that was kept: that of the highest validation accuracy, the first of equals.</summary>
    public EpochRecord Best => History.MaxBy(epoch => epoch.ValidationAccuracy)!;

    /// <summary>All epochs together.</summary>
    public TimeSpan TrainingTime => TimeSpan.FromSeconds(History.Sum(epoch => epoch.Seconds));
}

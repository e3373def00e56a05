using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>Content of a run's report.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Created">Start of the run.</param>
/// <param name="Data">Training and validation data; must not be disposed yet.</param>
/// <param name="Usage">Name of the validation images, such as PublicTest.</param>
/// <param name="History">One entry per epoch, at least one.</param>
/// <param name="Metrics">The exported model on the validation images.</param>
/// <param name="Probabilities">Its predictions there, float [n, 7], in the order of the metrics' labels.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Environment">Machine and library versions.</param>
/// <param name="Command">Command line that repeats the run.</param>
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
    /// <summary>Baselines on the same rows; empty unless the command baseline was run.</summary>
    public IReadOnlyList<BaselineResult> Baselines { get; init; } = [];

    /// <summary>The exported model by the clear majority of annotators; null without votes.</summary>
    public Metrics? Agreement { get; init; }

    /// <summary>The first epoch with the highest validation accuracy.</summary>
    public EpochRecord Best => History.MaxBy(epoch => epoch.Score())!;

    /// <summary>Total time of all epochs.</summary>
    public TimeSpan TrainingTime => TimeSpan.FromSeconds(History.Sum(epoch => epoch.Seconds));
}

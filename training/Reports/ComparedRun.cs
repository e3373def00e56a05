using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>What is compared of a run.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Network">Name of its network.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Usage">Name of the validation images.</param>
/// <param name="TrainingSeconds">Time of all epochs.</param>
/// <param name="ByLabel">By FER-2013's label.</param>
/// <param name="ByMajority">By the clear majority of annotators; null without votes.</param>
/// <param name="History">One entry per epoch.</param>
/// <param name="Options">Its hyperparameters.</param>
public sealed record ComparedRun(
    string Name,
    string Network,
    long Parameters,
    string Usage,
    double TrainingSeconds,
    ComparedRun.Scores ByLabel,
    ComparedRun.Scores? ByMajority,
    IReadOnlyList<EpochRecord> History,
    TrainingOptions Options)
{
    /// <summary>Metrics by one set of labels.</summary>
    /// <param name="Rows">Number of images.</param>
    /// <param name="Accuracy">Accuracy, 0 to 1.</param>
    /// <param name="MacroAccuracy">Mean recall.</param>
    /// <param name="CalibrationError">Expected calibration error.</param>
    /// <param name="LogLoss">Log-loss.</param>
    public sealed record Scores(int Rows, double Accuracy, double MacroAccuracy, double CalibrationError, double LogLoss);
}

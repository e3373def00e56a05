using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Pipeline;

/// <summary>The configuration of a run, stored as its options.json.</summary>
/// <param name="Data">Path of the data; null for synthetic faces.</param>
/// <param name="SkipBadRows">Whether bad rows are skipped.</param>
/// <param name="Created">Start of the run, UTC.</param>
/// <param name="Options">Hyperparameters.</param>
/// <param name="From">Run or checkpoint with the pretrained weights; null to train from scratch.</param>
/// <param name="Votes">Path of FER+'s votes; null to train on the labels.</param>
public sealed record RunRequest(
    string? Data, bool SkipBadRows, DateTime Created, TrainingOptions Options, string? From = null,
    string? Votes = null);

using EmoMusic.Training.Data;
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
    string? Votes = null)
{
    /// <summary>The same with its data at another path; votes that are gone are looked for beside it.</summary>
    /// <param name="data">The path, or null if the data has not moved.</param>
    public RunRequest At(string? data) => data is null ? this : this with
    {
        Data = Path.GetFullPath(data),
        Votes = Votes is null || Path.Exists(Votes) ? Votes : FerPlusVotes.FindBeside(data) ?? Votes,
    };
}

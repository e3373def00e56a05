using TorchSharp;

namespace EmoMusic.Training.Data;

/// <summary>What a run learns from and is judged by.</summary>
/// <param name="Source">Where it came from, as told to the reader of a report.</param>
/// <param name="Training">The rows that the network learns from.</param>
/// <param name="Validation">The rows that choose the best epoch: PublicTest, or a fifth if none has a usage.</param>
/// <param name="PrivateTest">The final exam, where the file has it; never looked at in training.</param>
/// <param name="Sha256">Hash over usage, label and pixels of all rows in order, whatever the file's form.</param>
/// <param name="BlankImages">Images of a single grey value; they stay in.</param>
/// <param name="BadRows">One sentence for each row that was left out.</param>
/// <param name="IsSynthetic">Whether these are drawings for a trial run instead of FER-2013.</param>
/// <param name="ValidationName">What the validation rows are, as told to the reader of a report.</param>
/// <param name="CalibrationSet">Rows for training that are not learnt from: the temperature is fitted on them.</param>
/// <param name="SoftTargets">What teachers say of <see cref="Training"/>: probabilities, float [n, 7]; null without any.</param>
public sealed record Dataset(
    string Source,
    LabelledImages Training,
    LabelledImages Validation,
    LabelledImages? PrivateTest,
    string Sha256,
    int BlankImages,
    IReadOnlyList<string> BadRows,
    bool IsSynthetic = false,
    string ValidationName = "PublicTest",
    LabelledImages? CalibrationSet = null,
    torch.Tensor? SoftTargets = null) : IDisposable
{
    /// <summary>All rows read.</summary>
    public int Rows => Training.Count + Validation.Count + (PrivateTest?.Count ?? 0) + (CalibrationSet?.Count ?? 0);

    /// <summary>Goes with a checkpoint, so that a run goes on with the data that it began with.</summary>
    public DatasetFingerprint Fingerprint => new(Sha256, Rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
        PrivateTest?.Dispose();
        CalibrationSet?.Dispose();
    }
}

/// <summary>What tells data from other data.</summary>
/// <param name="Sha256">As <see cref="Dataset.Sha256"/>.</param>
/// <param name="Rows">As <see cref="Dataset.Rows"/>.</param>
public sealed record DatasetFingerprint(string Sha256, int Rows);

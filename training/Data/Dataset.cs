using TorchSharp;

namespace EmoMusic.Training.Data;

/// <summary>The data of a run.</summary>
/// <param name="Source">Name of the file, for messages and the report.</param>
/// <param name="Training">Training images.</param>
/// <param name="Validation">
/// Validation images, which select the best epoch: PublicTest, or a fifth of the rows without a Usage column.
/// </param>
/// <param name="PrivateTest">Test images, if the file has them; not used in training.</param>
/// <param name="Sha256">
/// SHA-256 of usage, label and pixels of all rows in order, independent of the file format.
/// </param>
/// <param name="BlankImages">Images of a single grey value; they are used.</param>
/// <param name="BadRows">One sentence per skipped row.</param>
/// <param name="IsSynthetic">Whether these are synthetic faces for a trial run instead of FER-2013.</param>
/// <param name="ValidationName">Name of the validation rows, for messages and the report.</param>
/// <param name="CalibrationSet">Rows set aside from training to fit the temperature; null without any.</param>
/// <param name="SoftTargets">
/// Predictions of the teachers for <see cref="Training"/>, float [n, 7]; null without teachers.
/// </param>
/// <param name="WithoutEmotion">Training rows that are left out because annotators saw none of the seven emotions.</param>
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
    torch.Tensor? SoftTargets = null,
    int WithoutEmotion = 0) : IDisposable
{
    /// <summary>Number of rows in all parts.</summary>
    public int Rows => Training.Count + Validation.Count + (PrivateTest?.Count ?? 0) + (CalibrationSet?.Count ?? 0);

    /// <summary>Saved with a checkpoint, so that a run is resumed with the same data.</summary>
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

/// <summary>Identifies a dataset.</summary>
/// <param name="Sha256">As <see cref="Dataset.Sha256"/>.</param>
/// <param name="Rows">As <see cref="Dataset.Rows"/>.</param>
public sealed record DatasetFingerprint(string Sha256, int Rows);

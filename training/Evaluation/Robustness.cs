using EmoMusic.Training.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>Accuracy of a model on corrupted images.</summary>
/// <param name="Name">Name of the corruption.</param>
/// <param name="Accuracy">Accuracy, 0 to 1.</param>
/// <param name="Drop">Drop from the accuracy on clean images.</param>
public sealed record Robustness(string Name, double Accuracy, double Drop)
{
    /// <summary>Evaluates a model under each of <see cref="Corruption.All"/>.</summary>
    /// <exception cref="ModelFileException">The file breaks the contract.</exception>
    public static IReadOnlyList<Robustness> Of(ModelFile model, LabelledImages images)
    {
        var clean = AccuracyOn(model, images);
        return [.. Corruption.All.Select(corruption =>
        {
            using var corrupted = corruption.ApplyTo(images);
            var accuracy = AccuracyOn(model, corrupted);
            return new Robustness(corruption.Name, accuracy, clean - accuracy);
        })];
    }

    private static double AccuracyOn(ModelFile model, LabelledImages images) =>
        Metrics.Of(model.Predict(images), model.LabelsOf(images), model.Labels).Accuracy;
}

using EmoMusic.Training.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>How a model does on images that something was done to.</summary>
/// <param name="Under">What was done.</param>
/// <param name="Accuracy">Share of right answers, 0 to 1.</param>
/// <param name="Drop">How far that is below the accuracy on the images as they are.</param>
public sealed record Robustness(string Under, double Accuracy, double Drop)
{
    /// <summary>Judges a model under every one of <see cref="Corruption.All"/>.</summary>
    /// <exception cref="ModelFileException">The file cannot be judged.</exception>
    public static IReadOnlyList<Robustness> Of(ModelFile model, LabelledImages images)
    {
        var asTheyAre = Share(model, images);
        return [.. Corruption.All.Select(corruption =>
        {
            using var disturbed = corruption.Of(images);
            var accuracy = Share(model, disturbed);
            return new Robustness(corruption.Name, accuracy, asTheyAre - accuracy);
        })];
    }

    private static double Share(ModelFile model, LabelledImages images) =>
        Metrics.Of(model.Predict(images), model.LabelsOf(images), model.Labels).Accuracy;
}

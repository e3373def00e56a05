using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Pipeline;

/// <summary>Evaluates the exported file with ONNX Runtime, as the server will run it.</summary>
public static class EvaluateStage
{
    /// <summary>Predicts the images and computes the metrics.</summary>
    /// <returns>
    /// The metrics by the labels, the probabilities they are computed from (float [n, 7], row by row), and the metrics by the
    /// clear majority of annotators, null without votes.
    /// </returns>
    /// <exception cref="ModelFileException">The file breaks the contract.</exception>
    public static (Metrics Metrics, float[] Probabilities, Metrics? Agreement) Run(string path, LabelledImages images)
    {
        using var model = ModelFile.Open(path);
        var probabilities = model.Predict(images);
        return (Metrics.Of(probabilities, model.LabelsOf(images), model.Labels), probabilities, Agreement(model, images));
    }

    private static Metrics? Agreement(ModelFile model, LabelledImages images)
    {
        if (images.Votes is null)
        {
            return null;
        }

        using var exam = images.ByMajority();
        return Evaluation.Agreement.Of(model, exam);
    }
}

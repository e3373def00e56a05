using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Pipeline;

/// <summary>Evaluates the exported file with ONNX Runtime, as the server will run it.</summary>
public static class EvaluateStage
{
    /// <summary>Predicts the images and computes the metrics.</summary>
    /// <returns>The metrics, and the probabilities they are computed from: float [n, 7], row by row.</returns>
    /// <exception cref="ModelFileException">The file breaks the contract.</exception>
    public static (Metrics Metrics, float[] Probabilities) Run(string path, LabelledImages images)
    {
        using var model = ModelFile.Open(path);
        var probabilities = model.Predict(images);
        return (Metrics.Of(probabilities, model.LabelsOf(images), model.Labels), probabilities);
    }
}

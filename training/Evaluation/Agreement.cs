using EmoMusic.Training.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>Evaluates a model by what annotators saw instead of by FER-2013's labels.</summary>
public static class Agreement
{
    /// <summary>
    /// Metrics on the images in which one emotion has more than half of the votes
    /// (<see cref="LabelledImages.ByMajority"/>), with the log-loss against the votes' distribution.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="exam">Images by the clear majority, with votes.</param>
    public static Metrics Of(ModelFile model, LabelledImages exam)
    {
        var probabilities = model.Predict(exam);
        var metrics = Metrics.Of(probabilities, model.LabelsOf(exam), model.Labels);
        using var targets = exam.Targets();
        var order = model.Labels.Select(label => Emotions.Names.ToList().IndexOf(label)).ToArray();
        var votes = targets.data<float>().ToArray().Chunk(Emotions.Count)
            .SelectMany(row => order.Select(label => row[label])).ToArray();
        return metrics with { VotesLogLoss = Metrics.CrossEntropy(probabilities, votes, Emotions.Count) };
    }
}

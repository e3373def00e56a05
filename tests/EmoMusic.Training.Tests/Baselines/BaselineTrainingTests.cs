using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests.Baselines;

public sealed class BaselineTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_majority_knows_the_shares_of_the_training_rows_and_nothing_else()
    {
        using var data = Some.FewFaces(training: 32, validation: 14); // five angry to sad…, four of the last three
        var counts = data.Training.CountByClass();
        var expected = data.Validation.Labels.data<long>().Average(label => -Math.Log(counts[label] / 32.0));

        var (figures, metrics, _) = Run("majority", data);

        Assert.Equal(expected, figures.LogLoss, 3);
        Assert.Equal(1.0 / 7, figures.Accuracy, 6);
        Assert.Single(metrics.Confusion[0], count => count > 0); // one answer to all
    }

    [Theory]
    [InlineData("pixels", 0.5)]
    [InlineData("gradients", 0.6)]
    public void The_others_learn_to_tell_drawn_faces(string name, double least)
    {
        using var data = Some.FewFaces(training: 700, validation: 140);

        var (figures, metrics, mlNet) = Run(name, data);

        Assert.InRange(figures.Accuracy, least, 1);
        Assert.Equal(mlNet.Accuracy, metrics.Accuracy);
        Assert.Equal(new FileInfo(folder[$"{name}.zip"]).Length, figures.Bytes);
    }

    private (BaselineResult Figures, Metrics Metrics, MlNetMetrics MlNet) Run(string name, Dataset data) =>
        BaselineTraining.Run(Baseline.All.Single(one => one.Name == name), data, folder.Path, seed: 42);
}

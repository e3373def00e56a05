using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests;

/// <summary>Tests on the real data, if available; its licence forbids committing it.</summary>
public sealed class Fer2013Tests
{
    private const string NotAvailable = "FER-2013 is not available: set the environment variable FER2013 to its path";

    [Fact]
    public void Its_training_rows_have_the_published_class_counts()
    {
        Assert.SkipUnless(Repository.Fer2013 is not null, NotAvailable);

        using var data = DataSource.Load(Repository.Fer2013, seed: 42, calibrationShare: 0, skipBadRows: false);

        Assert.Equal([3995, 436, 4097, 7215, 4830, 3171, 4965], data.Training.CountByClass());
        Assert.Equal(3589, data.Validation.Count);
        Assert.Empty(data.BadRows);
    }

    [Fact]
    public void The_served_model_has_the_accuracy_in_its_metadata()
    {
        Assert.SkipUnless(Repository.Fer2013 is not null, NotAvailable);
        using var data = DataSource.Load(Repository.Fer2013, seed: 42, calibrationShare: 0, skipBadRows: false);
        using var model = ModelFile.Open(Repository.At("serving/models/emotion.onnx"));

        var metrics = Metrics.Of(model.Predict(data.Validation), model.LabelsOf(data.Validation), model.Labels);

        Assert.Equal(metrics.Accuracy, double.Parse(model.Metadata["accuracy"]), 3);
        Assert.Equal(data.Sha256, model.Metadata["dataset_sha256"]);
        Assert.InRange(metrics.Accuracy, 0.70, 1);
        Assert.All(metrics.Classes, emotion => Assert.InRange(emotion.Recall, 0.50, 1));
        Assert.InRange(metrics.Calibration.Error, 0, 0.03);
    }
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests;

/// <summary>Tests on the real data, if available; its licence forbids committing it.</summary>
public sealed class Fer2013Tests
{
    private const string NotAvailable = "FER-2013 is not available: set the environment variable FER2013 to its path";
    private const string NoVotes = "FER+'s fer2013new.csv is not beside FER-2013";

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
    public void The_served_model_agrees_with_people_as_its_metadata_says()
    {
        Assert.SkipUnless(Repository.Fer2013 is not null, NotAvailable);
        Assert.SkipUnless(Repository.FerPlusVotes is not null, NoVotes);
        using var data = DataSource.Load(
            Repository.Fer2013, seed: 42, calibrationShare: 0, skipBadRows: false, Repository.FerPlusVotes);
        using var exam = data.Validation.ByMajority();
        using var model = ModelFile.Open(Repository.At("serving/models/emotion.onnx"));

        var byLabel = Metrics.Of(model.Predict(data.Validation), model.LabelsOf(data.Validation), model.Labels);
        var agreement = Agreement.Of(model, exam);

        Assert.Equal(3186, exam.Count);
        Assert.Equal(byLabel.Accuracy, double.Parse(model.Metadata["accuracy"]), 3);
        Assert.Equal(agreement.Accuracy, double.Parse(model.Metadata["agreement"]), 3);
        Assert.Equal(data.Sha256, model.Metadata["dataset_sha256"]);
        Assert.InRange(agreement.Accuracy, 0.875, 1);
        Assert.InRange(agreement.MacroAccuracy, 0.8, 1);
        Assert.InRange(agreement.Calibration.Error, 0, 0.03);
        Assert.All(
            agreement.Classes.Where(emotion => emotion.Support >= 50),
            emotion => Assert.InRange(emotion.Recall, 0.65, 1));
    }
}

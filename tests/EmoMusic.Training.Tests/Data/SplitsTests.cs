using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class SplitsTests
{
    [Fact]
    public void The_Usage_column_determines_the_split()
    {
        var rows = Read(Samples.Csv((0, "PrivateTest"), (1, "Training"), (2, "PublicTest"), (3, "Training")));

        using var data = Splits.Split(rows, "fer2013.csv", seed: 42);

        Assert.Equal([1, 3], LabelsOf(data.Training));
        Assert.Equal([2], LabelsOf(data.Validation));
        Assert.Equal([0], LabelsOf(data.PrivateTest!));
        Assert.Equal(4, data.Rows);
    }

    [Theory]
    [InlineData("Training,f,0,0,0,0,0,0,0,9,0,0", "PublicTest,f,0,9,0,0,0,0,0,0,0,0",
        "found no training row in which the votes are for one of the seven emotions")]
    [InlineData("Training,f,0,9,0,0,0,0,0,0,0,0", "PublicTest,f,5,5,0,0,0,0,0,0,0,0",
        "found no row among 1 in which one of the seven emotions has more than half of the votes")]
    public void Votes_that_leave_nothing_to_learn_or_to_judge_by_are_refused(string training, string validation, string problem)
    {
        var rows = Read(Samples.Csv((0, "Training"), (1, "PublicTest")));
        rows.Join(FerPlusVotes.Read(Samples.Stream("Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
            + $"{training}\n{validation}\n"), "fer2013new.csv"), "fer2013.csv");

        var error = Assert.Throws<DatasetException>(() => Splits.Split(rows, "fer2013.csv", seed: 42));

        Assert.Equal($"fer2013.csv: {problem}. Use the votes as FER+ publishes them, or do without the votes: --votes none.", error.Message);
    }

    [Fact]
    public void Without_a_Usage_column_a_fifth_of_each_class_is_held_out()
    {
        using var data = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);

        Assert.Equal([8, 8, 8, 8, 8, 8, 8], data.Training.CountByClass());
        Assert.Equal([2, 2, 2, 2, 2, 2, 2], data.Validation.CountByClass());
        Assert.Null(data.PrivateTest);
    }

    [Fact]
    public void The_seed_determines_the_split()
    {
        using var data = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);
        using var again = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);
        using var other = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 43);

        Assert.True(data.Validation.Pixels.equal(again.Validation.Pixels).all().item<bool>());
        Assert.False(data.Validation.Pixels.equal(other.Validation.Pixels).all().item<bool>());
    }

    [Fact]
    public void The_calibration_set_is_stratified_and_not_trained_on()
    {
        var split = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);

        using var data = Splits.SplitCalibration(split, 0.25);

        Assert.Equal([6, 6, 6, 6, 6, 6, 6], data.Training.CountByClass());
        Assert.Equal([2, 2, 2, 2, 2, 2, 2], data.CalibrationSet!.CountByClass());
        Assert.Equal(70, data.Rows);
        Assert.Same(split, Splits.SplitCalibration(split, 0));
    }

    [Fact]
    public void Classes_too_small_for_the_share_give_no_calibration_set()
    {
        var split = Splits.Split(RowsWithoutUsage(), "mine.csv", seed: 42);

        Assert.Null(Splits.SplitCalibration(split, 0.04).CalibrationSet);
    }

    [Fact]
    public void Too_few_rows_for_a_validation_set_are_refused()
    {
        var error = Assert.Throws<DatasetException>(() => Splits.Split(
            Read($"emotion,pixels\n3,{Samples.Pixels()}\n3,{Samples.Pixels(1)}\n4,{Samples.Pixels(2)}\n"), "mine.csv", seed: 42));

        Assert.Equal(
            "mine.csv: found 3 rows and no Usage column, too few for a validation set, expected at least three rows of one "
            + "emotion. Add rows.",
            error.Message);
    }

    [Fact]
    public void Data_without_validation_rows_is_refused()
    {
        var error = Assert.Throws<DatasetException>(
            () => Splits.Split(Read(Samples.Csv((0, "Training"))), "fer2013.csv", seed: 42));

        Assert.Equal(
            "fer2013.csv: found 1 training rows and 0 validation rows, expected both (Usage Training and "
            + "PublicTest, or no Usage column). Use the whole file.",
            error.Message);
    }

    private static FerRows RowsWithoutUsage() => Read("emotion,pixels\n" + string.Concat(
        Enumerable.Range(0, 70).Select(row => $"{row % 7},{Samples.Pixels(row)}\n")));

    private static FerRows Read(string csv) => FerCsv.Read(Samples.Stream(csv), "some.csv");

    private static long[] LabelsOf(LabelledImages images) => images.Labels.data<long>().ToArray();
}

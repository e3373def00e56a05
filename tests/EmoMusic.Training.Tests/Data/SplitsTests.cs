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

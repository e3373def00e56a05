using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class SplitsTests
{
    [Fact]
    public void A_usage_column_decides()
    {
        var rows = Read(Some.Csv((0, "PrivateTest"), (1, "Training"), (2, "PublicTest"), (3, "Training")));

        using var data = Splits.Split(rows, "fer2013.csv", seed: 42);

        Assert.Equal([1, 3], LabelsOf(data.Training));
        Assert.Equal([2], LabelsOf(data.Validation));
        Assert.Equal([0], LabelsOf(data.PrivateTest!));
        Assert.Equal(4, data.Rows);
    }

    [Fact]
    public void Without_usages_a_fifth_of_each_class_is_set_apart()
    {
        using var data = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);

        Assert.Equal([8, 8, 8, 8, 8, 8, 8], data.Training.CountByClass());
        Assert.Equal([2, 2, 2, 2, 2, 2, 2], data.Validation.CountByClass());
        Assert.Null(data.PrivateTest);
    }

    [Fact]
    public void The_seed_decides_which()
    {
        using var data = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);
        using var again = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);
        using var other = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 43);

        Assert.True(data.Validation.Pixels.equal(again.Validation.Pixels).all().item<bool>());
        Assert.False(data.Validation.Pixels.equal(other.Validation.Pixels).all().item<bool>());
    }

    [Fact]
    public void What_is_held_out_is_the_same_share_of_each_class_and_not_learnt_from()
    {
        var split = Splits.Split(RowsWithoutUsage(), "train.csv", seed: 42);

        using var data = Splits.SplitCalibration(split, 0.25);

        Assert.Equal([6, 6, 6, 6, 6, 6, 6], data.Training.CountByClass());
        Assert.Equal([2, 2, 2, 2, 2, 2, 2], data.CalibrationSet!.CountByClass());
        Assert.Equal(70, data.Rows);
        Assert.Same(split, Splits.SplitCalibration(split, 0));
    }

    [Fact]
    public void Of_classes_too_small_for_the_share_none_is_held_out()
    {
        var split = Splits.Split(RowsWithoutUsage(), "mine.csv", seed: 42);

        Assert.Null(Splits.SplitCalibration(split, 0.04).CalibrationSet);
    }

    [Fact]
    public void Too_few_rows_to_set_one_apart_are_refused()
    {
        var error = Assert.Throws<DatasetException>(() => Splits.Split(
            Read($"emotion,pixels\n3,{Some.Pixels()}\n3,{Some.Pixels(1)}\n4,{Some.Pixels(2)}\n"), "mine.csv", seed: 42));

        Assert.Equal(
            "mine.csv: found 3 rows without a Usage, too few of each emotion to set one apart for judging, expected three "
            + "or more of one at least. Add rows.",
            error.Message);
    }

    [Fact]
    public void Data_with_nothing_to_be_judged_by_is_refused()
    {
        var error = Assert.Throws<DatasetException>(
            () => Splits.Split(Read(Some.Csv((0, "Training"))), "fer2013.csv", seed: 42));

        Assert.Equal(
            "fer2013.csv: found 1 rows to learn from and 0 to be judged by, expected both (Usage Training and "
            + "PublicTest, or no Usage column). Take the whole file.",
            error.Message);
    }

    private static FerRows RowsWithoutUsage() => Read("emotion,pixels\n" + string.Concat(
        Enumerable.Range(0, 70).Select(row => $"{row % 7},{Some.Pixels(row)}\n")));

    private static FerRows Read(string csv) => FerCsv.Read(Some.Stream(csv), "some.csv");

    private static long[] LabelsOf(LabelledImages images) => images.Labels.data<long>().ToArray();
}

using CsCheck;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class MetricsTests
{
    private static readonly string[] ThreeLabels = ["angry", "happy", "sad"];

    // Four rows by hand: angry told right, angry taken for happy, happy told right, sad taken for happy.
    private static readonly Metrics FourRows = Metrics.Of(
        [0.7f, 0.2f, 0.1f, /**/ 0.3f, 0.6f, 0.1f, /**/ 0.2f, 0.5f, 0.3f, /**/ 0.3f, 0.6f, 0.1f],
        [0, 0, 1, 2], ThreeLabels);

    [Fact]
    public void Accuracy_is_the_share_of_right_answers_and_macro_accuracy_the_mean_of_the_recalls()
    {
        Assert.Equal(0.5, FourRows.Accuracy);
        Assert.Equal((0.5 + 1 + 0) / 3, FourRows.MacroAccuracy, 1e-12);
    }

    [Fact]
    public void A_class_without_images_does_not_count_in_macro_accuracy()
    {
        var metrics = Metrics.Of([0.7f, 0.2f, 0.1f, 0.3f, 0.6f, 0.1f], [0, 0], ThreeLabels);

        Assert.Equal(0.5, metrics.MacroAccuracy);
    }

    [Fact]
    public void Log_loss_is_the_mean_surprise_and_a_probability_of_zero_does_not_make_it_infinite()
    {
        var expected = -(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.5) + Math.Log(0.1)) / 4;
        Assert.Equal(expected, FourRows.LogLoss, 1e-7);
        Assert.Equal(-Math.Log(1e-15), Metrics.Of([1, 0, 0], [1], ThreeLabels).LogLoss, 1e-9);
    }

    [Fact]
    public void The_label_among_the_first_two_guesses_counts_for_top_2()
    {
        Assert.Equal(0.75, FourRows.Top2);
    }

    [Fact]
    public void The_confusion_matrix_has_a_row_for_the_actual_and_a_column_for_the_predicted_class()
    {
        Assert.Equal([[1, 1, 0], [0, 1, 0], [0, 1, 0]], FourRows.Confusion);
    }

    [Fact]
    public void Precision_recall_and_F1_by_class_follow_from_the_confusion_and_a_ratio_of_nothing_is_0()
    {
        Assert.Equal(new ClassMetrics("angry", 1, 0.5, 2 * 0.5 / 1.5, 2), FourRows.Classes[0]);
        Assert.Equal(new ClassMetrics("happy", 1 / 3.0, 1, 2 * (1 / 3.0) / (1 + (1 / 3.0)), 1), FourRows.Classes[1]);
        Assert.Equal(new ClassMetrics("sad", 0, 0, 0, 1), FourRows.Classes[2]);
    }

    [Fact]
    public void Of_equal_scores_the_first_is_the_answer()
    {
        Assert.Equal(1, Metrics.ArgMax([0.2f, 0.4f, 0.4f]));
    }

    [Fact]
    public void The_interval_of_61_percent_of_3589_images_is_3_2_points_wide()
    {
        // By hand: centre (0.61 + z²/2n) / (1 + z²/n), half-width 0.015950
        var (low, high) = Interval.Wilson(0.61, 3589);

        Assert.Equal(0.593931, low, 1e-5);
        Assert.Equal(0.625834, high, 1e-5);
    }

    [Fact]
    public void The_interval_stays_between_0_and_1_and_is_open_to_the_other_side_where_all_are_right()
    {
        var (low, high) = Interval.Wilson(1, 10);

        Assert.Equal(0.722467, low, 1e-5); // the textbook's 10 of 10
        Assert.Equal(1, high);
    }

    [Fact]
    public void The_calibration_error_weighs_each_bin_by_its_predictions()
    {
        // Two of 0.95 (one right) and two of 0.5 (both right): |0.5 − 0.95| / 2 + |1 − 0.5| / 2
        var calibration = Calibration.Of([(0.95f, true), (0.95f, false), (0.5f, true), (0.5f, true)]);

        Assert.Equal(0.475, calibration.Error, 1e-7);
        Assert.Equal(15, calibration.Bins.Count);
        Assert.Equal(2, calibration.Bins[14].Count);
        Assert.Equal(0.5, calibration.Bins[14].Accuracy);
        Assert.Equal(2, calibration.Bins[7].Count);
    }

    [Fact]
    public void A_bin_includes_its_upper_end_and_certainty_is_in_the_last_one()
    {
        var calibration = Calibration.Of([(1f, true), (0.2f, true), (0.2001f, true)]);

        Assert.Equal([2, 3, 14], Enumerable.Range(0, 15).Where(bin => calibration.Bins[bin].Count == 1));
    }

    [Fact]
    public void Whatever_the_probabilities_the_figures_agree_with_each_other()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 1_000_000]).Sample((rows, seed) =>
        {
            var metrics = Some.Metrics(rows, seed);

            Assert.Equal(rows, metrics.Confusion.Sum(row => row.Sum()));
            var right = metrics.Labels.Select((_, i) => metrics.Confusion[i][i]).Sum();
            Assert.Equal(metrics.Accuracy, right / (double)rows, 1e-12);
            Assert.Equal(metrics.Classes.Sum(one => one.Recall * one.Support) / rows, metrics.Accuracy, 1e-12);
            Assert.Equal(rows, metrics.Calibration.Bins.Sum(bin => bin.Count));
            Assert.InRange(metrics.Accuracy, metrics.Interval.Low, metrics.Interval.High);
            Assert.InRange(metrics.Top2, metrics.Accuracy, 1);
        }, iter: 200);
    }

    [Fact]
    public void Probabilities_that_do_not_fit_the_labels_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Metrics.Of(new float[20], [1, 2, 3], Emotions.Names));

        Assert.Equal(
            "found 20 probabilities for 3 rows of 7 classes, expected 21 and at least one row", error.Message);
    }
}

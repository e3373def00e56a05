using CsCheck;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class MetricsTests
{
    private static readonly string[] ThreeLabels = ["angry", "happy", "sad"];

    // Four rows by hand: angry correct, angry predicted happy, happy correct, sad predicted happy.
    private static readonly Metrics FourRows = Metrics.Of(
        [0.7f, 0.2f, 0.1f, /**/ 0.3f, 0.6f, 0.1f, /**/ 0.2f, 0.5f, 0.3f, /**/ 0.3f, 0.6f, 0.1f],
        [0, 0, 1, 2], ThreeLabels);

    [Fact]
    public void Cross_entropy_with_votes_is_the_mean_over_rows()
    {
        float[] probabilities = [0.5f, 0.5f, 0.25f, 0.75f];
        float[] votes = [1, 0, 0.5f, 0.5f];

        var expected = (Math.Log(2) + ((Math.Log(4) + Math.Log(4.0 / 3)) / 2)) / 2;
        Assert.Equal(expected, Metrics.CrossEntropy(probabilities, votes, 2), 6);
    }

    [Fact]
    public void Accuracy_is_the_share_of_correct_predictions_and_macro_accuracy_the_mean_recall()
    {
        Assert.Equal(0.5, FourRows.Accuracy);
        Assert.Equal((0.5 + 1 + 0) / 3, FourRows.MacroAccuracy, 1e-12);
    }

    [Fact]
    public void Macro_accuracy_ignores_classes_without_images()
    {
        var metrics = Metrics.Of([0.7f, 0.2f, 0.1f, 0.3f, 0.6f, 0.1f], [0, 0], ThreeLabels);

        Assert.Equal(0.5, metrics.MacroAccuracy);
    }

    [Fact]
    public void Log_loss_clips_a_probability_of_zero()
    {
        var expected = -(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.5) + Math.Log(0.1)) / 4;
        Assert.Equal(expected, FourRows.LogLoss, 1e-7);
        Assert.Equal(-Math.Log(1e-15), Metrics.Of([1, 0, 0], [1], ThreeLabels).LogLoss, 1e-9);
    }

    [Fact]
    public void Top_2_counts_labels_among_the_two_highest_probabilities()
    {
        Assert.Equal(0.75, FourRows.Top2);
    }

    [Fact]
    public void The_confusion_matrix_has_actual_rows_and_predicted_columns()
    {
        Assert.Equal([[1, 1, 0], [0, 1, 0], [0, 1, 0]], FourRows.Confusion);
    }

    [Fact]
    public void Precision_recall_and_F1_follow_from_the_confusion_matrix_and_0_divided_by_0_is_0()
    {
        Assert.Equal(new ClassMetrics("angry", 1, 0.5, 2 * 0.5 / 1.5, 2), FourRows.Classes[0]);
        Assert.Equal(new ClassMetrics("happy", 1 / 3.0, 1, 2 * (1 / 3.0) / (1 + (1 / 3.0)), 1), FourRows.Classes[1]);
        Assert.Equal(new ClassMetrics("sad", 0, 0, 0, 1), FourRows.Classes[2]);
    }

    [Fact]
    public void ArgMax_resolves_ties_to_the_first()
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
    public void The_interval_of_an_accuracy_of_1_ends_at_1()
    {
        var (low, high) = Interval.Wilson(1, 10);

        Assert.Equal(0.722467, low, 1e-5); // the textbook's 10 of 10
        Assert.Equal(1, high);
    }

    [Fact]
    public void The_calibration_error_weights_bins_by_their_counts()
    {
        // Two of 0.95 (one correct) and two of 0.5 (both correct): |0.5 − 0.95| / 2 + |1 − 0.5| / 2
        var calibration = Calibration.Of([(0.95f, true), (0.95f, false), (0.5f, true), (0.5f, true)]);

        Assert.Equal(0.475, calibration.Error, 1e-7);
        Assert.Equal(15, calibration.Bins.Count);
        Assert.Equal(2, calibration.Bins[14].Count);
        Assert.Equal(0.5, calibration.Bins[14].Accuracy);
        Assert.Equal(2, calibration.Bins[7].Count);
    }

    [Fact]
    public void Bins_include_their_upper_bound()
    {
        var calibration = Calibration.Of([(1f, true), (0.2f, true), (0.2001f, true)]);

        Assert.Equal([2, 3, 14], Enumerable.Range(0, 15).Where(bin => calibration.Bins[bin].Count == 1));
    }

    [Fact]
    public void Metrics_are_consistent_with_each_other()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 1_000_000]).Sample((rows, seed) =>
        {
            var metrics = Samples.Metrics(rows, seed);

            Assert.Equal(rows, metrics.Confusion.Sum(row => row.Sum()));
            var correct = metrics.Labels.Select((_, i) => metrics.Confusion[i][i]).Sum();
            Assert.Equal(metrics.Accuracy, correct / (double)rows, 1e-12);
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

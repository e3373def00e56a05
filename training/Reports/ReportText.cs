using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>Text of the page, as HTML.</summary>
public static class ReportText
{
    /// <summary>Notice at the top of a trial run's page.</summary>
    public const string Synthetic =
        """
        <aside class="synthetic"><strong>A trial run on synthetic faces.</strong>
          <p>The metrics below say nothing about real faces. To train on real ones, download FER-2013 from Kaggle
          (“Challenges in Representation Learning: Facial Expression Recognition Challenge”, free account) and pass its
          path:
          <code>dotnet run --project training -- --data fer2013.zip</code></p>
        </aside>
        """;

    /// <summary>Size of the network, of the data, and training time.</summary>
    public static string Summary(RunReport report)
    {
        var (seen, planned) = (report.History.Count, report.Options.Epochs);
        var epochs = seen < planned
            ? $"{seen} of {Html.Count(planned, "epoch")} ({WhyFewer(report)})" : Html.Count(seen, "epoch");
        return $"The network has {report.Parameters:n0} parameters and was trained "
            + $"on {report.Data.Training.Count:n0} images for {epochs} in {Html.Duration(report.TrainingTime)}; "
            + $"epoch {report.Best.Epoch} was the best.";
    }

    /// <summary>What the headline's figure is.</summary>
    public static string Measure(RunReport report) => report.Agreement is null ? "accuracy" : "agreement with people";

    /// <summary>The images that the headline's figure is of.</summary>
    public static string Images(RunReport report) => report.Agreement is { } agreement
        ? $"the {agreement.Rows:n0} {Html.Text(report.Usage)} images on which ten people have a clear majority; none was trained on"
        : $"{report.Metrics.Rows:n0} {Html.Text(report.Usage)} images that were not used for training";

    /// <summary>The other exam, by FER-2013's label; empty without votes.</summary>
    public static string ByLabel(RunReport report) => report.Agreement is null ? "" : $"""
        <p class="lead">By FER-2013’s own label it is right in {Html.Percent(report.Metrics.Accuracy)} of all
        {report.Metrics.Rows:n0} images (95&nbsp;% interval {Html.Percent(report.Metrics.Interval.Low)} to
        {Html.Percent(report.Metrics.Interval.High)}), with a macro accuracy of {Html.Percent(report.Metrics.MacroAccuracy)}.
        It learnt from the votes, and the two disagree in a third of the images.</p>
        """;

    /// <summary>What answering only when sure costs and brings, at a confidence of 60 %.</summary>
    public static string Thresholds(Exam exam)
    {
        var points = exam.Thresholds();
        var sure = points.Last(point => point.Threshold < 0.601);
        return $"A product may stay silent when the network is unsure. If it answers only from {Html.Percent(sure.Threshold, 0)} "
            + $"confidence, it answers for {Html.Percent(sure.Coverage)} of the faces, and {Html.Percent(sure.Accuracy)} of those "
            + $"answers are right by {Html.Text(exam.Name)}, against {Html.Percent(exam.Metrics.Accuracy)} of all.";
    }

    /// <summary>Highest and lowest recall, and the most common confusion.</summary>
    public static string Confusion(Metrics metrics)
    {
        var there = metrics.Classes.Where(one => one.Support > 0).OrderByDescending(one => one.Recall).ToList();
        var (best, worst) = (there[0], there[^1]);
        var text = $"Recall is highest for <b>{Html.Text(best.Label)}</b> ({Html.Percent(best.Recall, 0)}) "
            + $"and lowest for <b>{Html.Text(worst.Label)}</b> ({Html.Percent(worst.Recall, 0)}).";
        var confusions =
            from actual in Enumerable.Range(0, metrics.Labels.Count)
            from predicted in Enumerable.Range(0, metrics.Labels.Count)
            where actual != predicted && metrics.Confusion[actual][predicted] > 0
            select (actual, predicted, count: metrics.Confusion[actual][predicted]);
        var most = confusions.OrderByDescending(confusion => confusion.count).FirstOrDefault();
        return most is (var a, var p, > 0 and var count)
            ? $"{text} The most common confusion is <b>{Html.Text(metrics.Labels[a])}</b> predicted as "
                + $"<b>{Html.Text(metrics.Labels[p])}</b>: {Html.Count(count, "image")}."
            : $"{text} There are no confusions.";
    }

    /// <summary>How to read the images.</summary>
    public static string Mistakes(RunReport report, int shown)
    {
        var metrics = report.Agreement ?? report.Metrics;
        var wrong = metrics.Rows - metrics.Labels.Select((_, i) => metrics.Confusion[i][i]).Sum();
        var (actual, doubt) = report.Agreement is not null ? ("what most of ten people see", "")
            : ("the label", report.Data.IsSynthetic ? "" : " Some of FER-2013’s labels are themselves wrong.");
        return shown == 0 ? "There are no mistakes."
            : $"Out of {Html.Count(wrong, "mistake")}. The first word is {actual}, the second the prediction." + doubt;
    }

    /// <summary>Best epoch, speed and final accuracies.</summary>
    public static string Training(RunReport report)
    {
        var last = report.History[^1];
        var speed = report.History.Average(epoch => epoch.ImagesPerSecond);
        var time = Html.Duration(report.TrainingTime / report.History.Count);
        var highest = report.Best.Agreement is { } agreement
            ? $"highest agreement with the annotators ({Html.Percent(agreement)} of the images with a clear majority)"
            : "highest validation accuracy";
        return $"Epoch {report.Best.Epoch} of {report.History.Count} had the {highest} and was "
            + $"exported. An epoch took {time} on average, at {speed:n0} images per second. "
            + $"In the last epoch, training accuracy was {Html.Percent(last.TrainAccuracy)} and "
            + $"validation accuracy {Html.Percent(last.ValidationAccuracy)}.";
    }

    private static string WhyFewer(RunReport report)
    {
        var (patience, waited) = (report.Options.Patience, report.History.Count - report.Best.Epoch);
        return patience > 0 && waited >= patience
            ? $"early stopping: none of the last {Html.Count(waited, "epoch")} was better"
            : "it was stopped before the last, and --resume continues it";
    }

    /// <summary>Mean confidence against accuracy.</summary>
    public static string Calibration(Metrics metrics)
    {
        var confidence = metrics.Calibration.Bins.Sum(bin => bin.Confidence * bin.Count) / metrics.Rows;
        var difference = confidence - metrics.Accuracy;
        var verdict = Math.Abs(difference) < 0.01 ? "so it is well calibrated on average"
            : difference > 0 ? $"so it is overconfident by {100 * difference:f1} points"
            : $"so it is underconfident by {-100 * difference:f1} points";
        return $"Mean confidence is {Html.Percent(confidence)} and accuracy {Html.Percent(metrics.Accuracy)}, "
            + $"{verdict}. The expected calibration error is {Html.Percent(metrics.Calibration.Error)} "
            + "(15 bins; Guo et al. 2017).";
    }

    /// <summary>Caveats about the data.</summary>
    public static string Data(RunReport report)
    {
        var test = report.Data.PrivateTest is { } rows
            ? $"The {rows.Count:n0} PrivateTest images were not used." : "";
        var people = report.Data.IsSynthetic ? "" : " People agree with about 65&nbsp;% of FER-2013’s labels.";
        var usage = report.Usage == "held-out"
            ? "The data has no Usage column, so a fifth of the rows of each emotion, drawn with the seed, was held out of training. "
            : "";
        return usage + $"The {Html.Text(report.Usage)} images also selected the best epoch, so the headline is slightly "
            + "optimistic. " + test + people;
    }
}

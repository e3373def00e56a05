using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>The page's sentences, made from the run's figures. All of them are HTML.</summary>
public static class ReportText
{
    /// <summary>Stands at the top of a trial run's page.</summary>
    public const string Drawn =
        """
        <aside class="drawn"><strong>A trial run on drawn faces.</strong>
          <p>These are drawings that the program made for itself, so the figures below say nothing about real faces.
          For those, get FER-2013 from Kaggle (“Challenges in Representation Learning: Facial Expression Recognition
          Challenge”, free with an account) and give the downloaded file:
          <code>dotnet run --project training -- --data fer2013.zip</code></p>
        </aside>
        """;

    /// <summary>What was trained, on what, for how long.</summary>
    public static string Story(RunReport report)
    {
        var (seen, planned) = (report.History.Count, report.Options.Epochs);
        var epochs = seen < planned ? $"{seen} of {Html.Count(planned, "epoch")}" : Html.Count(seen, "epoch");
        return $"The network has {report.Parameters:n0} parameters and learnt "
            + $"from {report.Data.Training.Count:n0} images for {epochs} in {Html.Duration(report.TrainingTime)}; "
            + $"epoch {report.Best.Epoch} was kept.";
    }

    /// <summary>The best and the worst emotion, and the commonest mix-up.</summary>
    public static string Confusion(Metrics metrics)
    {
        var there = metrics.Classes.Where(one => one.Support > 0).OrderByDescending(one => one.Recall).ToList();
        var (best, worst) = (there[0], there[^1]);
        var text = $"It finds <b>{Html.Text(best.Label)}</b> best ({Html.Percent(best.Recall, 0)} of those images) "
            + $"and <b>{Html.Text(worst.Label)}</b> worst ({Html.Percent(worst.Recall, 0)}).";
        var mixUps =
            from actual in Enumerable.Range(0, metrics.Labels.Count)
            from predicted in Enumerable.Range(0, metrics.Labels.Count)
            where actual != predicted && metrics.Confusion[actual][predicted] > 0
            select (actual, predicted, count: metrics.Confusion[actual][predicted]);
        return mixUps.OrderByDescending(mixUp => mixUp.count).FirstOrDefault() is (var a, var p, > 0 and var count)
            ? $"{text} The commonest mix-up is <b>{Html.Text(metrics.Labels[a])}</b> taken for "
                + $"<b>{Html.Text(metrics.Labels[p])}</b>: {Html.Count(count, "image")}."
            : $"{text} It mixes up nothing.";
    }

    /// <summary>How to read the twelve images.</summary>
    public static string Mistakes(RunReport report, int shown)
    {
        var wrong = report.Metrics.Rows - report.Metrics.Labels.Select((_, i) => report.Metrics.Confusion[i][i]).Sum();
        var doubt = report.Data.IsSynthetic ? "" : " Look closely: some of FER-2013’s labels are wrong themselves.";
        return shown == 0 ? "There is no mistake to show."
            : $"Of {Html.Count(wrong, "mistake")} in all. The first word is the image’s label, the second what the "
                + "network said." + doubt;
    }

    /// <summary>Which epoch was kept, and how fast it went.</summary>
    public static string Learning(RunReport report)
    {
        var last = report.History[^1];
        var speed = report.History.Average(epoch => epoch.ImagesPerSecond);
        var time = Html.Duration(report.TrainingTime / report.History.Count);
        return $"Epoch {report.Best.Epoch} of {report.History.Count} got most validation images right and was kept. "
            + $"An epoch took {time} on average, at {speed:n0} images a second. "
            + $"In the last one, {Html.Percent(last.TrainAccuracy)} of the training images and "
            + $"{Html.Percent(last.ValidationAccuracy)} of the validation images were right.";
    }

    /// <summary>Whether the confidence is too high or too low, and by how much.</summary>
    public static string Calibration(Metrics metrics)
    {
        var confidence = metrics.Calibration.Bins.Sum(bin => bin.Confidence * bin.Count) / metrics.Rows;
        var difference = confidence - metrics.Accuracy;
        var verdict = Math.Abs(difference) < 0.01 ? "so on the whole it knows what it knows"
            : difference > 0 ? $"so it is too sure of itself by {100 * difference:f1} points"
            : $"so it is too modest by {-100 * difference:f1} points";
        return $"On average it is {Html.Percent(confidence)} confident and {Html.Percent(metrics.Accuracy)} right, "
            + $"{verdict}. Bin by bin, confidence and accuracy differ by {Html.Percent(metrics.Calibration.Error)} "
            + "(expected calibration error, 15 bins; Guo et al. 2017).";
    }

    /// <summary>Where the data came from, and what each part is for.</summary>
    public static string Data(RunReport report)
    {
        var exam = report.Data.PrivateTest is { } rows
            ? $"The {rows.Count:n0} PrivateTest images were left alone: they are the final exam." : "";
        var people = report.Data.IsSynthetic ? "" : " People agree with FER-2013’s labels in about 65&nbsp;%.";
        return $"The {Html.Text(report.Usage)} images also chose the epoch that was kept, which flatters the headline "
            + "a little. " + exam + people;
    }
}

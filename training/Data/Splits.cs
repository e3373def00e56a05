namespace EmoMusic.Training.Data;

/// <summary>Splits rows into training, validation and calibration sets.</summary>
public static class Splits
{
    private const double ValidationShare = 0.2;

    // The same for all runs: fine-tuning must not train on the calibration set of the pretrained run.
    private const int CalibrationSeed = 42;

    /// <summary>
    /// Splits by the Usage column if there is one, else 80 : 20 per class, by <paramref name="seed"/>.
    /// </summary>
    /// <exception cref="DatasetException">One part would be empty.</exception>
    public static Dataset Split(FerRows rows, string source, int seed)
    {
        var training = RowsOf(rows, Usage.Training);
        var validation = RowsOf(rows, Usage.PublicTest);
        var test = RowsOf(rows, Usage.PrivateTest);
        var hasUsages = rows.Usages[0] != Usage.Unknown;
        if (!hasUsages)
        {
            (training, validation) = Stratify(rows.Labels, ValidationShare, seed);
        }

        if (!hasUsages && validation.Count == 0)
        {
            throw new DatasetException(
                $"{source}: found {rows.Count} rows and no Usage column, too few for a validation set, "
                + "expected at least three rows of one emotion. Add rows.");
        }

        var labelled = training.Count;
        training = training.FindAll(rows.HasEmotion);
        if (training.Count == 0 && labelled > 0)
        {
            throw new DatasetException($"{source}: found no training row in which the votes are for one of the seven emotions. "
                + $"Use the votes as FER+ publishes them{FerRows.OrNone}");
        }

        if (training.Count == 0 || validation.Count == 0)
        {
            throw new DatasetException(
                $"{source}: found {training.Count} training rows and {validation.Count} validation rows, "
                + "expected both (Usage Training and PublicTest, or no Usage column). Use the whole file.");
        }

        return new Dataset(
            source, rows.Select(training), Exam(rows, validation, source), test.Count > 0 ? rows.Select(test) : null,
            rows.Sha256(), rows.Blank, rows.Bad,
            ValidationName: hasUsages ? "PublicTest" : "held-out", WithoutEmotion: labelled - training.Count);
    }

    /// <summary>The rows of one usage; all rows if there is no Usage column.</summary>
    /// <exception cref="DatasetException">There are none.</exception>
    public static LabelledImages Only(FerRows rows, Usage usage, string source)
    {
        var chosen = rows.Usages[0] == Usage.Unknown ? [.. Enumerable.Range(0, rows.Count)] : RowsOf(rows, usage);
        return chosen.Count > 0 ? Exam(rows, chosen, source) : throw new DatasetException(
            $"{source}: found no row of usage {usage}, only {string.Join(" and ", rows.Usages.Distinct())}. "
            + "Pass one of these with --usage.");
    }

    /// <summary>
    /// Sets a stratified share of the training rows aside for calibration; none if it is less than half a row of each
    /// class. The rows are the same in every run, whatever its seed.
    /// </summary>
    public static Dataset SplitCalibration(Dataset data, double share)
    {
        if (share == 0)
        {
            return data;
        }

        var (training, calibrationSet) = Stratify(data.Training.Labels.data<long>().ToArray(), share, CalibrationSeed);
        if (calibrationSet.Count == 0)
        {
            return data;
        }

        using var all = data.Training;
        return data with { Training = all.Select(training), CalibrationSet = all.Select(calibrationSet) };
    }

    // Rows to judge by, of which some need a clear majority where there are votes.
    private static LabelledImages Exam(FerRows rows, List<int> chosen, string source)
    {
        var images = rows.Select(chosen);
        return images.Votes is null || images.ClearMajority().Count > 0 ? images : throw new DatasetException(
            $"{source}: found no row among {chosen.Count:n0} in which one of the seven emotions has more than half of the votes. "
            + $"Use the votes as FER+ publishes them{FerRows.OrNone}");
    }

    private static List<int> RowsOf(FerRows rows, Usage usage) =>
        [.. Enumerable.Range(0, rows.Count).Where(row => rows.Usages[row] == usage)];

    // The second part has the same share of each class.
    private static (List<int> First, List<int> Second) Stratify<T>(IReadOnlyList<T> labels, double share, int seed)
    {
        var random = new Random(seed);
        var second = new HashSet<int>();
        var classes = Enumerable.Range(0, labels.Count).GroupBy(row => labels[row]).OrderBy(group => group.Key);
        foreach (var ofClass in classes)
        {
            var shuffled = ofClass.ToArray();
            random.Shuffle(shuffled);
            second.UnionWith(shuffled.Take((int)Math.Round(shuffled.Length * share)));
        }

        var rows = Enumerable.Range(0, labels.Count).ToLookup(second.Contains);
        return ([.. rows[false]], [.. rows[true]]);
    }
}

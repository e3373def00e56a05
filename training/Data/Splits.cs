namespace EmoMusic.Training.Data;

/// <summary>Divides rows into those to learn from and those to be judged by.</summary>
public static class Splits
{
    private const double ValidationShare = 0.2;
    private const int CalibrationSeed = 42; // one for all runs: what one holds out, a run from its weights must not learn

    /// <summary>By the Usage column if there is one, else 80 to 20 a class, by <paramref name="seed"/>.</summary>
    /// <exception cref="DatasetException">One of the two parts would be empty.</exception>
    public static Dataset Split(FerRows rows, string source, int seed)
    {
        var training = RowsOf(rows, Usage.Training);
        var validation = RowsOf(rows, Usage.PublicTest);
        var exam = RowsOf(rows, Usage.PrivateTest);
        var hasUsages = rows.Usages[0] != Usage.Unknown;
        if (!hasUsages)
        {
            (training, validation) = Stratify(rows.Labels, ValidationShare, seed);
        }

        if (!hasUsages && validation.Count == 0)
        {
            throw new DatasetException(
                $"{source}: found {rows.Count} rows without a Usage, too few of each emotion to set one apart for judging, "
                + "expected three or more of one at least. Add rows.");
        }

        if (training.Count == 0 || validation.Count == 0)
        {
            throw new DatasetException(
                $"{source}: found {training.Count} rows to learn from and {validation.Count} to be judged by, "
                + "expected both (Usage Training and PublicTest, or no Usage column). Take the whole file.");
        }

        return new Dataset(
            source, rows.Select(training), rows.Select(validation), exam.Count > 0 ? rows.Select(exam) : null,
            rows.Sha256(), rows.Blank, rows.Bad,
            ValidationName: hasUsages ? "PublicTest" : "set-apart");
    }

    /// <summary>The rows of one usage, to judge a finished model by; all rows if there is no Usage column.</summary>
    /// <exception cref="DatasetException">There are none.</exception>
    public static LabelledImages Only(FerRows rows, Usage usage, string source)
    {
        var chosen = rows.Usages[0] == Usage.Unknown ? [.. Enumerable.Range(0, rows.Count)] : RowsOf(rows, usage);
        return chosen.Count > 0 ? rows.Select(chosen) : throw new DatasetException(
            $"{source}: found no row of usage {usage}, only {string.Join(" and ", rows.Usages.Distinct())}. "
            + "Name one of these with --usage.");
    }

    /// <summary>
    /// Takes a share of the rows for training away, of each class alike; none where it is 0, or less than half a row of
    /// each class. They are the same rows in every run, whatever its seed.
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

    private static List<int> RowsOf(FerRows rows, Usage usage) =>
        [.. Enumerable.Range(0, rows.Count).Where(row => rows.Usages[row] == usage)];

    // Two parts, of each class the same share in the second.
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

namespace EmoMusic.Training.Data;

/// <summary>Divides rows into those to learn from and those to be judged by.</summary>
public static class Splits
{
    private const double ValidationShare = 0.2;

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
            (training, validation) = Stratify(rows.Labels, seed);
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

    private static List<int> RowsOf(FerRows rows, Usage usage) =>
        [.. Enumerable.Range(0, rows.Count).Where(row => rows.Usages[row] == usage)];

    private static (List<int> Training, List<int> Validation) Stratify(IReadOnlyList<byte> labels, int seed)
    {
        var random = new Random(seed);
        var validation = new HashSet<int>();
        var classes = Enumerable.Range(0, labels.Count).GroupBy(row => labels[row]).OrderBy(group => group.Key);
        foreach (var ofClass in classes)
        {
            var shuffled = ofClass.ToArray();
            random.Shuffle(shuffled);
            validation.UnionWith(shuffled.Take((int)Math.Round(shuffled.Length * ValidationShare)));
        }

        var rows = Enumerable.Range(0, labels.Count).ToLookup(validation.Contains);
        return ([.. rows[false]], [.. rows[true]]);
    }
}

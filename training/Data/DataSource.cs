using Spectre.Console;

namespace EmoMusic.Training.Data;

/// <summary>Finds the data: the given path, else $FER2013, else data/, else synthetic faces.</summary>
public static class DataSource
{
    /// <summary>Help for a user without data.</summary>
    public const string HowToGetFer2013 =
        "Download FER-2013 from Kaggle (free account; competition \"Challenges in Representation Learning: Facial "
        + "Expression Recognition Challenge\") and put its zip into data/, or pass its path with --data.";

    /// <summary>Environment variable with the path of the file or folder.</summary>
    public const string EnvironmentVariable = "FER2013";

    /// <summary>The value of --votes that ignores votes beside the data.</summary>
    public const string NoVotes = "none";

    /// <summary>The folder searched when the variable is not set.</summary>
    public const string DefaultFolder = "data";

    /// <summary>
    /// The full path of the data: the given path, else the variable's, else a file in the folder; null if there is
    /// none.
    /// </summary>
    public static string? Find(string? given) =>
        (given ?? (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named
            ? named : FerFile.FindIn(DefaultFolder))) is { } path ? Path.GetFullPath(path) : null;

    /// <summary>
    /// The votes for the data: the given path, none for <see cref="NoVotes"/>, else those found beside the data; null if there
    /// are none.
    /// </summary>
    /// <param name="given">The value of --votes, or null.</param>
    /// <param name="data">The result of <see cref="Find"/>.</param>
    /// <param name="console">Told of votes that were found without being asked for.</param>
    public static string? FindVotes(string? given, string? data, IAnsiConsole console)
    {
        if (given is not null || data is null)
        {
            return given == NoVotes ? null : given;
        }

        var found = FerPlusVotes.FindBeside(data);
        if (found is not null)
        {
            console.MarkupLineInterpolated($"using the votes found in [bold]{found}[/]; --votes {NoVotes} does without them");
        }

        return found;
    }

    /// <summary>Reads and splits the data.</summary>
    /// <param name="path">The result of <see cref="Find"/>: a file, a folder, or null for synthetic faces.</param>
    /// <param name="seed">Seeds the split of data without a Usage column, and the synthetic faces.</param>
    /// <param name="calibrationShare">Share of the training rows set aside for calibration, 0 to 1.</param>
    /// <param name="skipBadRows">Skip and count bad rows instead of stopping at the first.</param>
    /// <param name="votes">Path of FER+'s votes for the same rows; null to use the labels.</param>
    /// <exception cref="DatasetException">The data or the votes are missing or bad.</exception>
    public static Dataset Load(
        string? path, int seed, double calibrationShare, bool skipBadRows, string? votes = null)
    {
        if (path is null && votes is not null)
        {
            throw new DatasetException(
                $"{votes}: found votes, but no FER-2013 that they belong to. Pass its path with --data.");
        }

        var data = path is null ? SyntheticFaces.Create(seed) : Read(path, seed, skipBadRows, votes);
        return Splits.SplitCalibration(data, calibrationShare);
    }

    private static Dataset Read(string path, int seed, bool skipBadRows, string? votes)
    {
        using var file = FerFile.Open(path);
        var rows = FerCsv.Read(file.Csv, file.Name, skipBadRows);
        if (votes is not null)
        {
            rows.Join(FerPlusVotes.Open(votes), file.Name);
        }

        return Splits.Split(rows, file.Name, seed);
    }
}

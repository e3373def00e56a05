using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Data;

/// <summary>Where the data comes from: the path given, else the usual places, else drawings.</summary>
public static class DataSource
{
    /// <summary>What a user without data is told.</summary>
    public const string HowToGetFer2013 =
        "FER-2013 is on Kaggle, free with an account: the competition \"Challenges in Representation Learning: Facial "
        + "Expression Recognition Challenge\". Put its zip as it is into data/, or name it with --data.";

    /// <summary>The environment variable that names the file or folder.</summary>
    public const string Variable = "FER2013";

    /// <summary>The folder that is looked at without the variable.</summary>
    public const string UsualFolder = "data";

    /// <summary>The full path of the data: that given, else of the variable, else in the folder; null if there is none.</summary>
    public static string? Find(string? given) =>
        (given ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named : FerFile.FindIn(UsualFolder))) is { } path ? Path.GetFullPath(path) : null;

    /// <summary>Reads and splits the data.</summary>
    /// <param name="path">What <see cref="Find"/> gave: a file, a folder, or null for drawings.</param>
    /// <param name="options">Its seed is that of a split without Usage, and of the drawings; it says how much is held out.</param>
    /// <param name="skipBadRows">Leave bad rows out and count them.</param>
    /// <exception cref="DatasetException">The data is not there or bad.</exception>
    public static Dataset Load(string? path, TrainingOptions options, bool skipBadRows)
    {
        var data = path is null ? SyntheticFaces.Create(options.Seed) : Read(path, options.Seed, skipBadRows);
        return Splits.SplitCalibration(data, options.CalibrationShare);
    }

    private static Dataset Read(string path, int seed, bool skipBadRows)
    {
        using var file = FerFile.Open(path);
        return Splits.Split(FerCsv.Read(file.Csv, file.Name, skipBadRows), file.Name, seed);
    }
}

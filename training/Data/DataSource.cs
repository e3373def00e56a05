namespace EmoMusic.Training.Data;

/// <summary>Where the data comes from: the path given, else the usual places, else drawings.</summary>
public static class DataSource
{
    /// <summary>What a user without data is told.</summary>
    public const string HowToGetFer2013 =
        "FER-2013 is on Kaggle, free with an account: the competition \"Challenges in Representation Learning: Facial "
        + "Expression Recognition Challenge\" or the dataset \"msambare/fer2013\" as CSV. Put the zip as it is into data/, "
        + "or name it with --data.";

    /// <summary>The environment variable that names the file or folder, and the folder that is looked at without it.</summary>
    public const string Variable = "FER2013", UsualFolder = "data";

    /// <summary>Reads and splits the data.</summary>
    /// <param name="path">A file or folder, or null for the usual places and then drawings.</param>
    /// <param name="seed">Seed of the split, where the file has no usages, and of the drawings.</param>
    /// <param name="skipBadRows">Leave bad rows out and count them.</param>
    /// <exception cref="DatasetException">The data is not there or bad.</exception>
    public static Dataset Load(string? path, int seed, bool skipBadRows)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named : FerFile.FindIn(UsualFolder);
        if (path is null)
        {
            return DrawnFaces.Draw(seed);
        }

        using var file = FerFile.Open(path);
        return Splits.Split(FerCsv.Read(file.Csv, file.Name, skipBadRows), file.Name, seed);
    }
}

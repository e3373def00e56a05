using System.Text;
using System.Text.Json;

namespace EmoMusic.Training.Learning;

/// <summary>
/// How a property of <see cref="TrainingOptions"/> is spelled elsewhere: <c>BatchSize</c> is the flag
/// <c>--batch-size</c> and the JSON field <c>batchSize</c>.
/// </summary>
public static class OptionNames
{
    /// <summary>
    /// Properties that once had another name, from the old one to the new one. The old flags and JSON fields still
    /// work, so that older runs resume and older command lines run.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Renamed { get; } = new Dictionary<string, string>
    {
        ["TeacherShare"] = nameof(TrainingOptions.DistillationWeight),
        ["Balance"] = nameof(TrainingOptions.ClassBalance),
        ["Flip"] = nameof(TrainingOptions.HorizontalFlip),
        ["Shift"] = nameof(TrainingOptions.Translate),
        ["Coarse"] = nameof(TrainingOptions.Downscale),
        ["Erase"] = nameof(TrainingOptions.RandomErasing),
        ["Settle"] = nameof(TrainingOptions.CleanFinalEpochs),
        ["HoldOut"] = nameof(TrainingOptions.CalibrationShare),
        ["WeightAverage"] = nameof(TrainingOptions.EmaDecay),
        ["FavourFear"] = nameof(TrainingOptions.FearLogitBias),
        ["FreshHead"] = nameof(TrainingOptions.ResetHead),
    };

    /// <summary>The command line's spelling.</summary>
    public static string Flag(string property)
    {
        var text = new StringBuilder("-");
        foreach (var letter in property)
        {
            text.Append(char.IsUpper(letter) ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>JSON's spelling.</summary>
    public static string Field(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}

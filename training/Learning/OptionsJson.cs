using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EmoMusic.Training.Learning;

/// <summary>
/// The JSON form of <see cref="TrainingOptions"/>, in a run's options.json and in a model's metadata.
/// </summary>
public static class OptionsJson
{
    /// <summary>On one line. Old names are read, new names are written.</summary>
    public static JsonSerializerOptions Compact { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AddOldNames } },
    };

    /// <summary>The same on several lines.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Compact) { WriteIndented = true };

    // A field of an old name sets the renamed property; without a getter it is never written.
    private static void AddOldNames(JsonTypeInfo type)
    {
        if (type.Type != typeof(TrainingOptions))
        {
            return;
        }

        foreach (var (before, now) in OptionNames.Renamed)
        {
            var renamed = type.Properties.Single(property => property.Name == OptionNames.Field(now));
            var alias = type.CreateJsonPropertyInfo(renamed.PropertyType, OptionNames.Field(before));
            alias.Set = renamed.Set;
            type.Properties.Add(alias);
        }
    }
}

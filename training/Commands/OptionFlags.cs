using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Commands;

/// <summary>
/// Every property of <see cref="TrainingOptions"/> as a flag: <c>BatchSize</c> is <c>--batch-size</c>. A renamed
/// property also has its old flag, which the help does not list.
/// </summary>
public sealed class OptionFlags
{
    private const int MaxThreadsPerCore = 4;

    private static readonly TrainingOptions Defaults = new();

    private readonly List<(PropertyInfo Property, Option Flag)> flags =
    [
        .. Properties.Select(property => (property, Create(property, property.Name))),
        .. OptionNames.Renamed.Select(name => (Property(name.Value), Create(Property(name.Value), name.Key))),
    ];

    /// <summary>The flags in the record's order, then the old ones.</summary>
    public IEnumerable<Option> All => flags.Select(pair => pair.Flag);

    private static IEnumerable<PropertyInfo> Properties =>
        typeof(TrainingOptions).GetProperties().Where(property => property.CanWrite);

    private Option<string> Network =>
        (Option<string>)flags.Single(pair => pair.Property.Name == nameof(TrainingOptions.Network)).Flag;

    /// <summary>The network on the command line, or null.</summary>
    public string? NetworkGiven(ParseResult line) =>
        line.GetResult(Network) is { Implicit: false } ? line.GetValue(Network) : null;

    /// <summary>The options of a command line: the recipe of the network, changed by the flags.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="network">The network, if something other than the line decides it.</param>
    public TrainingOptions Read(ParseResult line, string? network = null)
    {
        var recipe = TrainingOptions.For(network ?? line.GetValue(Network)!);
        var options = JsonSerializer.SerializeToNode(recipe, OptionsJson.Compact)!.AsObject();
        foreach (var (property, flag) in flags.Where(pair => line.GetResult(pair.Flag) is { Implicit: false }))
        {
            options[OptionNames.Field(property.Name)] = JsonSerializer.SerializeToNode(
                line.GetResult(flag)!.GetValueOrDefault<object>(), property.PropertyType, OptionsJson.Compact);
        }

        return options.Deserialize<TrainingOptions>(OptionsJson.Compact)!;
    }

    /// <summary>The flags on the command line, by their current names.</summary>
    public IEnumerable<string> Given(ParseResult line) => flags
        .Where(pair => line.GetResult(pair.Flag) is { Implicit: false })
        .Select(pair => OptionNames.Flag(pair.Property.Name));

    private static PropertyInfo Property(string name) => typeof(TrainingOptions).GetProperty(name)!;

    private static Option Create(PropertyInfo property, string name) => (Option)typeof(OptionFlags)
        .GetMethod(nameof(CreateOf), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(property.PropertyType)
        .Invoke(null, [property, name])!;

    private static Option<T> CreateOf<T>(PropertyInfo property, string name)
    {
        var flag = new Option<T>(OptionNames.Flag(name))
        {
            Description = property.GetCustomAttribute<DescriptionAttribute>()!.Description,
            DefaultValueFactory = _ => (T)property.GetValue(Defaults)!,
            Hidden = name != property.Name,
        };
        if (property.Name == nameof(TrainingOptions.Network))
        {
            CommandLine.AcceptOnly((flag as Option<string>)!, Networks.Network.Names);
        }

        if (property.Name == nameof(TrainingOptions.Threads))
        {
            flag.Validators.Add(result => CheckThreads(result, flag.Name));
        }
        else if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            flag.Validators.Add(result => CheckRange(result, flag.Name, range));
        }

        return flag;
    }

    // CommandLine rejects what is not a number.
    private static void CheckRange(OptionResult result, string name, RangeAttribute range)
    {
        if (result.Tokens is [var token]
            && double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && !(value >= Convert.ToDouble(range.Minimum) && value <= Convert.ToDouble(range.Maximum)))
        {
            result.AddError($"{name}: found {token.Value}, expected {range.Minimum} to {range.Maximum}.");
        }
    }

    // More threads than this only wait for each other, and thousands exhaust the machine.
    private static void CheckThreads(OptionResult result, string name)
    {
        var (cores, most) = (Environment.ProcessorCount, MaxThreadsPerCore * Environment.ProcessorCount);
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && (value < 1 || value > most))
        {
            result.AddError(
                $"{name}: found {value}, expected 1 to {most}, {MaxThreadsPerCore} times this machine's {cores} cores.");
        }
    }
}

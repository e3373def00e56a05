using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Runs;

namespace EmoMusic.Training.Commands;

/// <summary>
/// Every property of <see cref="TrainingOptions"/> as a flag: <c>BatchSize</c> is <c>--batch-size</c>.
/// </summary>
public sealed class OptionFlags
{
    private static readonly TrainingOptions Defaults = new();

    private readonly List<(PropertyInfo Property, Option Flag)> flags =
        [.. typeof(TrainingOptions).GetProperties().Where(property => property.CanWrite).Select(p => (p, Create(p)))];

    /// <summary>The flags in the record's order.</summary>
    public IEnumerable<Option> All => flags.Select(pair => pair.Flag);

    private Option<string> Network =>
        (Option<string>)flags.Single(pair => pair.Property.Name == nameof(TrainingOptions.Network)).Flag;

    /// <summary>The network that the user wrote, or null.</summary>
    public string? NetworkGiven(ParseResult line) =>
        line.GetResult(Network) is { Implicit: false } ? line.GetValue(Network) : null;

    /// <summary>The record that a command line asks for.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="network">The network, where something else than the line says so.</param>
    public TrainingOptions Read(ParseResult line, string? network = null)
    {
        var options = TrainingOptions.For(network ?? line.GetValue(Network)!);
        foreach (var (property, flag) in flags.Where(pair => line.GetResult(pair.Flag) is { Implicit: false }))
        {
            property.SetValue(options, line.GetResult(flag)!.GetValueOrDefault<object>());
        }

        return options;
    }

    /// <summary>The names of the flags that the user wrote.</summary>
    public IEnumerable<string> Given(ParseResult line) =>
        All.Where(flag => line.GetResult(flag) is { Implicit: false }).Select(flag => flag.Name);

    /// <summary>What to type for a run like this one: its data, its teachers and each option that is not as it comes.</summary>
    public static string CommandLine(RunFolder run, RunRequest request)
    {
        var place = Path.GetDirectoryName(run.Path)!;
        var recipe = TrainingOptions.For(request.Options.Network);
        var changed = typeof(TrainingOptions).GetProperties()
            .Where(property => property.CanWrite && !Equals(property.GetValue(request.Options), property.GetValue(recipe)))
            .Select(property => $"--{KebabCase(property.Name)} {property.GetValue(request.Options)}")
            .Prepend(recipe.Network == Defaults.Network ? "" : $"--network {recipe.Network}")
            .Concat(Teachers.Of(run).Select(file => $"--teacher {Path.GetRelativePath(place, file)}"))
            .Prepend(request.From is null ? "" : $"--from {Path.GetFileName(request.From)}")
            .Prepend(request.SkipBadRows ? "--skip-bad-rows" : "")
            .Prepend(request.Data is null ? "" : $"--data {Path.GetFileName(request.Data)}")
            .Where(part => part.Length > 0)
            .ToList();
        return "dotnet run --project training" + (changed.Count > 0 ? " -- " + string.Join(' ', changed) : "");
    }

    private static Option Create(PropertyInfo property) => (Option)typeof(OptionFlags)
        .GetMethod(nameof(CreateOf), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(property.PropertyType)
        .Invoke(null, [property])!;

    private static Option<T> CreateOf<T>(PropertyInfo property)
    {
        var flag = new Option<T>("--" + KebabCase(property.Name))
        {
            Description = property.GetCustomAttribute<DescriptionAttribute>()!.Description,
            DefaultValueFactory = _ => (T)property.GetValue(Defaults)!,
        };
        if (property.Name == nameof(TrainingOptions.Network))
        {
            (flag as Option<string>)!.AcceptOnlyFromAmong([.. Networks.Network.Names]);
        }

        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            flag.Validators.Add(result => CheckRange(result, flag.Name, range));
        }

        return flag;
    }

    // What is no number at all is refused by the parser itself.
    private static void CheckRange(OptionResult result, string name, RangeAttribute range)
    {
        if (result.Tokens is [var token] && double.TryParse(token.Value, out var value)
            && !(value >= Convert.ToDouble(range.Minimum) && value <= Convert.ToDouble(range.Maximum)))
        {
            result.AddError($"{name}: found {token.Value}, expected {range.Minimum} to {range.Maximum}.");
        }
    }

    private static string KebabCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

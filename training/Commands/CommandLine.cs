using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EmoMusic.Training.Commands;

/// <summary>Runs a program, with the checks that hold for all of its flags and arguments.</summary>
public static class CommandLine
{
    /// <summary>Parses the command line, and runs the command or prints what is wrong with it.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(RootCommand program, IReadOnlyList<string> args)
    {
        AddChecks(program);
        var line = program.Parse(args);
        if (line.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false; // the error would scroll out of sight
        }

        return UserErrors.Catch(() => line.Invoke(new() { EnableDefaultExceptionHandler = false }));
    }

    /// <summary>Refuses empty text, decimal commas, and numbers in place of names, in every flag and argument.</summary>
    public static void AddChecks(Command command)
    {
        foreach (var option in command.Options)
        {
            option.Validators.Add(result => Check(result, option.Name, option.ValueType, option.Required));
        }

        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result => Check(result, argument.Name, argument.ValueType, argument.Arity.MinimumNumberOfValues > 0));
        }

        foreach (var subcommand in command.Subcommands)
        {
            AddChecks(subcommand);
        }
    }

    /// <summary>Accepts only these values.</summary>
    public static void AcceptOnly(Option<string> option, IReadOnlyList<string> values)
    {
        option.CompletionSources.Add([.. values]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { Length: > 0 } value }] && !values.Contains(value))
            {
                result.AddError(Unexpected(option.Name, value, Either(values)));
            }
        });
    }

    private static void Check(SymbolResult result, string name, Type type, bool isRequired)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        foreach (var value in result.Tokens.Select(token => token.Value))
        {
            if (type != typeof(bool) && string.IsNullOrWhiteSpace(value))
            {
                result.AddError($"{name}: found an empty value. Pass one{(isRequired ? "" : $", or leave {name} out")}.");
            }
            else if (Expected(type, value) is { } expected)
            {
                result.AddError(Unexpected(name, value, expected));
            }
        }
    }

    // Null if the value is good. The parser itself would read 0,001 as 1, and 7 as an enumeration's value.
    private static string? Expected(Type type, string value) =>
        type == typeof(double) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "a number with a decimal point, such as 0.001"
        : type == typeof(int) && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? "a whole number"
        : type.IsEnum && !Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase)
            ? Either(Enum.GetNames(type))
        : null;

    private static string Unexpected(string name, string value, string expected) =>
        $"{name}: found '{value}', expected {expected}.";

    private static string Either(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}

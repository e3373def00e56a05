using System.CommandLine;
using System.CommandLine.Parsing;

namespace EmoMusic.ComposeMusic;

/// <summary>What the flags accept.</summary>
internal static class Flags
{
    public static int WholeNumber(System.CommandLine.Parsing.ArgumentResult result, int atLeast = int.MinValue)
    {
        if (!int.TryParse(result.Tokens[0].Value, out var number) || number < atLeast)
        {
            result.AddError($"{result.Argument.Name}: found {result.Tokens[0].Value}, expected a whole number"
                + (atLeast > int.MinValue ? $" from {atLeast}." : "."));
        }

        return number;
    }

    public static void CheckFolder(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
        {
            result.AddError("--output: found an empty name, expected a folder.");
        }
    }

    public static void CheckEmotion(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var token] && !Scores.Emotions.Contains(token.Value))
        {
            result.AddError($"--only: found {token.Value}, expected one of {string.Join(", ", Scores.Emotions)}.");
        }
    }
}

using System.Text.RegularExpressions;
using EmoMusic.Serving.Player.Text;

namespace EmoMusic.Serving.Player.Moods;

/// <summary>Spellings of one word: Hip Hop, hip-hop and HipHop; R&amp;B and R'n'B; Músicas and musicas.</summary>
internal static partial class MoodWord
{
    /// <summary>The letters and digits, without accents, in upper case; "and" for its signs.</summary>
    public static string Normalize(string text) => string.Concat(Split(text));

    /// <summary>The words of a text, each normalized.</summary>
    public static string[] Split(string text) =>
        [.. Word().Matches(And().Replace(AccentFolding.Fold(text), " AND ")).Select(word => word.Value)];

    [GeneratedRegex(@"[&+]|(?<![\p{L}\p{N}])['’]?N['’]?(?![\p{L}\p{N}])|(?<=\p{L})['’]N['’](?=\p{L})")]
    private static partial Regex And();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}

using System.Text.RegularExpressions;

namespace EmoMusic.ComposeMusic;

/// <summary>Pitch classes: 0 is C.</summary>
internal sealed partial record Chord(int Root, int[] Tones)
{
    private static readonly string[] Roman = ["I", "II", "III", "IV", "V", "VI", "VII"];
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];

    public int Third => Tones.Contains((Root + 4) % 12) ? 4 : 3;

    public int Fifth => Tones.Contains((Root + 6) % 12) ? 6 : 7;

    /// <summary>Eight bars of one or two chords.</summary>
    public static Chord[][] Bars(string text, int tonic) =>
        [.. text.Split(' ').Select(bar => bar.Split(',').Select(chord => Parse(chord, tonic)).ToArray())];

    private static Chord Parse(string text, int tonic)
    {
        var match = Parts().Match(text);
        var degree = Array.IndexOf(Roman, match.Groups[2].Value.ToUpperInvariant());
        var third = char.IsLower(match.Groups[2].Value[0]) ? 3 : 4;
        int[] intervals = match.Groups[3].Value switch
        {
            "" => [0, third, 7],
            "6" => [0, third, 7, 9],
            "7" => [0, third, 7, 10],
            "9" => [0, third, 10, 2],
            "maj7" or "M7" => [0, third, 7, 11],
            "o" => [0, 3, 6],
            var other => throw new StudioException($"Chord {text}: found {other}, expected 6, 7, 9, maj7, M7 or o."),
        };
        var root = tonic + Major[degree] + Pitch.Accidental(match.Groups[1].Value) + 12;
        return new(root % 12, [.. intervals.Select(interval => (root + interval) % 12)]);
    }

    [GeneratedRegex("^([b#]?)([IV]+|[iv]+)(.*)$")]
    private static partial Regex Parts();
}

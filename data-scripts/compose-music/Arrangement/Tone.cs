using System.Text.RegularExpressions;

namespace EmoMusic.ComposeMusic;

/// <summary>A note of a melody in beats and scale degrees; degree 0 is the tonic.</summary>
internal sealed partial record Tone(double Start, double Length, int Degree, int Accidental)
{
    private static readonly Dictionary<string, double> Lengths = new()
    {
        { "w", 4 }, { "h", 2 }, { "q", 1 }, { "e", 0.5 }, { "s", 0.25 }, { "t", 1 / 3.0 }, { "d", 2 / 3.0 },
    };

    public static List<Tone> Parse(string text, Track track)
    {
        var (tones, at) = (new List<Tone>(), 0.0);
        foreach (var word in text.Split(' '))
        {
            var match = Parts().Match(word);
            if (!match.Success)
            {
                throw new StudioException($"{track.Title}: found {word}, expected a note such as #7,q.");
            }

            var length = Lengths[match.Groups[4].Value] * (match.Groups[5].Length > 0 ? 1.5 : 1);
            if (match.Groups[2].Value != "r")
            {
                var octave = match.Groups[3].Value.Sum(mark => mark == '\'' ? 7 : -7);
                var degree = match.Groups[2].Value[0] - '1' + octave;
                tones.Add(new(at, length, degree, Pitch.Accidental(match.Groups[1].Value)));
            }

            at += length;
        }

        return Math.Abs(at - (2 * track.BarBeats)) < 0.01
            ? tones
            : throw new StudioException($"{track.Title}, {text}: {at} beats, expected {2 * track.BarBeats}.");
    }

    [GeneratedRegex("^([b#]?)([1-7r])([',]*)([whqestd])([.]?)$")]
    private static partial Regex Parts();
}

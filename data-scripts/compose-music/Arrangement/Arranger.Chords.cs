namespace EmoMusic.ComposeMusic;

/// <content>Chords and bass.</content>
internal sealed partial class Arranger
{
    private void PlayComp(Part part, Section section, Chord[][] chords)
    {
        foreach (var (bar, step, sign, length) in Strikes(part, section, chords, 'x'))
        {
            if (sign == 'o' && track.Human >= 0.6 && random.NextDouble() < 0.2)
            {
                continue; // a hand leaves out a ghosted chord now and then
            }

            var chord = ChordAt(chords, bar, step);
            var voices = voicings[part] = Voice(chord, part);
            var beat = section.Start + (bar * track.BarBeats) + ((double)step / track.Steps);
            var touch = Touch(section, beat, sign switch { 'X' => 10, 'o' => -18, _ => -2 });
            if (char.IsDigit(sign))
            {
                var voice = sign - '1';
                var pitch = voices[voice % voices.Length] + (12 * (voice / voices.Length));
                var rings = part.Rings ? ChordLength(chords, bar, step) : length;
                Add(ChannelOf(part), beat, rings * 0.96, pitch, touch, loose: 0.008);
                continue;
            }

            Strum(part, beat, length, voices, touch, upwards: step % 4 == 2);
            if (Sustains(part.Instrument) && length >= 3 && !track.Pumps)
            {
                Swell(ChannelOf(part), beat, length);
            }
        }

        if (track.Pumps && section.Level >= 6 && section.Kind is 'A' or 'B')
        {
            Pump(ChannelOf(part), section);
        }
    }

    private void PlayBass(Part part, Section section, Chord[][] chords)
    {
        var floor = (12 * (part.Octave + 1)) + 4; // E, the lowest string
        foreach (var (bar, step, sign, length) in Strikes(part, section, chords, '1'))
        {
            var chord = ChordAt(chords, bar, step);
            var root = Pitch.Above(floor, chord.Root);
            var next = Pitch.Above(floor, chords[Math.Min(bar + 1, section.Bars - 1)][0].Root);
            var pitch = sign == 'a' ? Approach(root, next) : root + Interval(sign, chord);
            var beat = section.Start + (bar * track.BarBeats) + ((double)step / track.Steps);
            var isShort = length * track.Steps < 1.5;
            var touch = Touch(section, beat, isShort && part.Role == Role.Power ? -8 : 4);
            int[] voices = part.Role == Role.Power ? [pitch, pitch + 7, pitch + 12] : [pitch];
            foreach (var voice in voices)
            {
                Add(ChannelOf(part), beat, length * (isShort ? 0.8 : 0.95), voice, touch, loose: 0.006);
            }
        }
    }

    private int Interval(char sign, Chord chord)
    {
        int Scaled(int interval, int other) =>
            track.Scale.Contains((chord.Root - track.Tonic + interval + 24) % 12) ? interval : other;

        return sign switch
        {
            '1' or 'x' => 0,
            'b' => 1,
            '2' => 2,
            'm' => Scaled(3, 4),
            '3' => chord.Third,
            '4' => 5,
            't' => 6,
            '5' => chord.Fifth,
            '6' => Scaled(9, 8),
            '7' => Scaled(10, 11),
            '8' => 12,
            _ => throw new StudioException($"{track.Title}: found {sign} in a bass pattern, expected 1b2m34t5678a-."),
        };
    }

    private int Approach(int root, int next) =>
        next > root ? next - 1 : track.Scale.Contains((next + 1 - track.Tonic + 24) % 12) ? next + 1 : next + 2;

    private void PlayRiser(Part part, Section section)
    {
        var beat = section.Start + ((section.Bars - 1) * track.BarBeats);
        Add(ChannelOf(part), beat, track.BarBeats, 60, 100, loose: 0);
    }

    /// <summary>The strikes of a pattern; what is held is struck again where the chord changes.</summary>
    private IEnumerable<(int Bar, int Step, char Sign, double Length)> Strikes(
        Part part, Section section, Chord[][] chords, char plain)
    {
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var pattern = PatternOf(part, section, bar, plain);
            var last = '.';
            for (var step = 0; step < pattern.Length; step++)
            {
                var changes = step > 0 && ChordAt(chords, bar, step) != ChordAt(chords, bar, step - 1);
                var again = part.Role == Role.Comp ? last : '1';
                var sign = pattern[step] == '-' && changes && last != '.' ? again : pattern[step];
                last = pattern[step] == '-' ? last : pattern[step];
                if (sign is '.' or '-')
                {
                    continue;
                }

                var (end, chord) = (step + 1, ChordAt(chords, bar, step));
                while (end < pattern.Length && pattern[end] == '-' && ChordAt(chords, bar, end) == chord)
                {
                    end++;
                }

                yield return (bar, step, sign, (end - step) / (double)track.Steps);
            }
        }
    }

    private string PatternOf(Part part, Section section, int bar, char plain)
    {
        if (section.Closes(bar))
        {
            return plain.ToString().PadRight(track.BarSteps, '-');
        }

        if (section.Kind == 'x')
        {
            return $"{plain}-".PadRight(track.BarSteps, '.');
        }

        var bars = (section.Kind == 'B' && part.PatternB.Length > 0 ? part.PatternB : part.Pattern).Split(' ');
        return CheckLength(bars[bar % bars.Length]);
    }

    private string CheckLength(string pattern) => pattern.Length == track.BarSteps
        ? pattern
        : throw new StudioException($"{track.Title}, {pattern}: {pattern.Length} steps, expected {track.BarSteps}.");

    private double ChordLength(Chord[][] chords, int bar, int step)
    {
        var end = step;
        while (end < track.BarSteps && ChordAt(chords, bar, end) == ChordAt(chords, bar, step))
        {
            end++;
        }

        return (end - step) / (double)track.Steps;
    }

    // Of all inversions near the part's octave, the one that moves least from the chord before.
    private int[] Voice(Chord chord, Part part)
    {
        var centre = (12 * (part.Octave + 1)) + 2;
        var before = voicings.GetValueOrDefault(part);
        var inversions =
            from tone in chord.Tones.Distinct()
            from lowest in (int[])[Pitch.Above(centre - 14, tone), Pitch.Above(centre - 2, tone)]
            select (int[])[.. chord.Tones.Distinct().Select(other => Pitch.Above(lowest, other)).Order()];
        return inversions.MinBy(voices =>
            (0.7 * Math.Abs(voices.Average() - centre)) + Motion(before ?? voices, voices))!;
    }

    private static double Motion(int[] before, int[] voices) =>
        voices.Average(voice => Nearest(before, voice));

    private static int Nearest(int[] before, int voice) => before.Min(old => Math.Abs(voice - old));

    private void Strum(Part part, double beat, double length, int[] voices, int touch, bool upwards)
    {
        var isGuitar = part.Instrument is >= NylonGuitar and <= Distortion;
        var apart = isGuitar ? 0.012 * track.Bpm / 60 : 0;
        foreach (var (index, pitch) in (upwards ? voices.Reverse() : voices).Index())
        {
            Add(ChannelOf(part), beat + (index * apart), Math.Max(0.1, (length * 0.94) - (index * apart)), pitch,
                touch - (upwards ? 6 : 0) - (2 * index), loose: 0.006);
        }
    }

    // ---- drums
}

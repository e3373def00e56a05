namespace EmoMusic.ComposeMusic;

/// <content>Lead and counter melodies.</content>
internal sealed partial class Arranger
{
    private List<Tone> MelodyOf(Section section, Theme theme)
    {
        var (motif, answer) = (Tone.Parse(theme.Motif, track), Tone.Parse(theme.Answer, track));
        var cadence = Tone.Parse(theme.Cadence, track);
        var close = cadence[^1] with { Start = 0, Length = track.BarBeats };
        var head = cadence.Where(tone => tone.Start < track.BarBeats);
        return (section.Kind, section.Bars) switch
        {
            ('A' or 'B', 8) =>
            [
                .. motif, .. At(2, section.Returns ? Vary(answer) : answer), .. At(4, Vary(motif)),
                .. At(6, section.Returns ? Vary(cadence) : cadence),
            ],
            ('A' or 'B', 4) => [.. motif, .. At(2, cadence)],
            ('d', _) => [.. motif.Select(t => t with { Start = 2 * t.Start, Length = 2 * t.Length })],
            ('i', _) => [.. At(section.Bars - 2, motif)],
            ('o', 2) => [.. head, .. At(1, [close])],
            ('o', _) => [.. cadence, .. At(2, head), .. At(3, [close])],
            _ => [],
        };
    }

    private IEnumerable<Tone> At(int bar, IEnumerable<Tone> tones) =>
        tones.Select(tone => tone with { Start = tone.Start + (bar * track.BarBeats) });

    // Thirds are filled with a passing note, repeated notes get a neighbour, a long note may come in late.
    private List<Tone> Vary(List<Tone> tones)
    {
        var varied = new List<Tone>();
        var piece = track.Steps == 3 ? 1 / 3.0 : 0.5;
        foreach (var (tone, next) in tones.Zip(tones.Skip(1).Append(tones[^1] with { Degree = 99 })))
        {
            var step = next.Degree - tone.Degree;
            var plain = tone.Accidental == 0 && next.Accidental == 0 && tone.Length >= 1;
            if (plain && Math.Abs(step) <= 2 && step != 1 && step != -1 && random.NextDouble() < 0.6)
            {
                var between = tone.Degree + (step == 0 ? 1 : step / 2);
                varied.Add(tone with { Length = tone.Length - piece });
                varied.Add(tone with { Start = tone.Start + tone.Length - piece, Length = piece, Degree = between });
            }
            else if (plain && next.Degree != 99 && random.NextDouble() < 0.25)
            {
                varied.Add(tone with { Start = tone.Start + piece, Length = tone.Length - piece });
            }
            else
            {
                varied.Add(tone);
            }
        }

        return varied;
    }

    private Chord ChordAt(Chord[][] chords, int bar, int step)
    {
        var inBar = chords[bar];
        return inBar[step * inBar.Length / track.BarSteps];
    }

    // ---- the players

    private void PlayLead(Part part, Section section, Chord[][] chords, List<Tone> melody)
    {
        var channel = ChannelOf(part);
        var low = track.Tonic > 6 ? track.Tonic - 12 : track.Tonic; // the tonic nearest to the octave's C
        foreach (var tone in melody.Where(tone => tone.Start < section.Bars * track.BarBeats))
        {
            var degree = tone.Degree + part.Shift;
            var octave = (int)Math.Floor(degree / 7.0);
            var accidental = part.Shift == 0 ? tone.Accidental : 0;
            var pitch = (12 * (part.Octave + 1 + octave)) + low + track.Scale[degree - (7 * octave)] + accidental;
            var bar = (int)(tone.Start / track.BarBeats);
            var step = (int)Math.Round((tone.Start - (bar * track.BarBeats)) * track.Steps);
            var chord = ChordAt(chords, bar, Math.Min(step, track.BarSteps - 1));
            if (track.Fits && tone.Length >= 1 && chord.Tones.Any(other => (pitch - other + 12) % 12 == 1))
            {
                pitch--; // a semitone above a note of the chord grates; that note itself does not
            }

            var arc = 8 * Math.Sin(Math.PI * tone.Start / (2 * track.BarBeats) % Math.PI); // each phrase swells
            var beat = section.Start + tone.Start;
            Add(channel, beat, tone.Length * Articulation, pitch, Touch(section, beat, 6 + arc), loose: 0.010);
            if (Sustains(part.Instrument) && tone.Length >= 1)
            {
                Sing(channel, beat, tone.Length);
            }
        }
    }

    private double Articulation => track.Emotion switch
    {
        "sad" or "neutral" or "fear" => 0.98,
        "happy" or "surprise" => 0.80,
        _ => 0.88,
    };

    private void PlayCounter(Part part, Section section, Chord[][] chords)
    {
        var channel = ChannelOf(part);
        var floor = (12 * (part.Octave + 1)) - 5;
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var length = track.BarBeats / chords[bar].Length;
            foreach (var (index, chord) in chords[bar].Index())
            {
                var last = counterPitches.GetValueOrDefault(part, floor + 9);
                var pitch = chord.Tones
                    .SelectMany(tone => (int[])[Pitch.Above(floor, tone), Pitch.Above(floor + 12, tone)])
                    .MinBy(p => Math.Abs(p - last) + (p % 12 == chord.Root ? 3 : 0) + (p == last ? 1.5 : 0));
                counterPitches[part] = pitch;
                var beat = section.Start + (bar * track.BarBeats) + (index * length);
                Add(channel, beat, length * 0.98, pitch, Touch(section, beat, -6), loose: 0.012);
                Swell(channel, beat, length);
            }
        }
    }
}

namespace EmoMusic.ComposeMusic;

/// <content>Drums.</content>
internal sealed partial class Arranger
{
    private void PlayDrums(Section section)
    {
        if (track.Drums.Length == 0)
        {
            return;
        }

        var hasSnare = track.Drums.Any(line => line.StartsWith("Snare", StringComparison.Ordinal));
        var hasBeat = hasSnare && track.Kit is not 40 and not 48; // brushes and the orchestra play no fills
        if (hasBeat && section.Level >= 7)
        {
            Drum("Crash", section.Start, 84 + (2 * section.Level));
        }

        for (var bar = 0; bar < section.Bars; bar++)
        {
            var start = section.Start + (bar * track.BarBeats);
            var goesOn = section.IsLastBar(bar) && section.Kind is 'i' or 'A' or 'B' or 'd';
            var fill = hasBeat && goesOn && section.Level >= 5 ? (section.Level >= 7 || section.Rises ? 2 : 1) : 0;
            if (section.Closes(bar) || section.Kind == 'x')
            {
                Drum("Kick", start, 70 + (4 * section.Level));
                fill = section.Kind == 'x' ? 2 : 0;
            }
            else
            {
                PlayGroove(section, bar, start, track.BarSteps - (fill * track.Steps));
            }

            PlayFill(start + track.BarBeats - fill, fill * track.Steps, section.Level);
        }
    }

    private void PlayGroove(Section section, int bar, double start, int steps)
    {
        var hasSnare = false;
        foreach (var line in track.Drums)
        {
            var words = line.Split(' ');
            if (section.Level < words[1][0] - '0' || section.Level > words[1][2] - '0')
            {
                continue;
            }

            hasSnare |= words[0] == "Snare";
            var pattern = CheckLength(words[2 + (bar % (words.Length - 2))]);
            for (var step = 0; step < pattern.Length; step++)
            {
                var strength = pattern[step] switch { 'X' => 104, 'x' => 86, 'o' => 50, _ => 0 };
                if (strength > 0 && (step < steps || words[0] == "Kick"))
                {
                    var (accent, louder) = (step % track.Steps == 0 ? 4 : 0, 3 * (section.Level - 6));
                    Drum(words[0], start + ((double)step / track.Steps), strength + accent + louder);
                }
            }
        }

        for (var step = 1; hasSnare && track.Human >= 0.6 && step < steps; step += 2)
        {
            if (random.NextDouble() < 0.10) // ghost notes, between the beats
            {
                Drum("Snare", start + ((double)step / track.Steps), 30);
            }
        }
    }

    private void PlayFill(double start, int steps, int level)
    {
        for (var step = 0; step < steps; step++)
        {
            if (random.NextDouble() < 0.82 || step % track.Steps == 0)
            {
                var key = track.Kit is 24 or 25 ? 38 : FillKeys[step * FillKeys.Length / steps];
                var strength = 60 + (4 * level) + (14 * step / steps);
                Add(DrumChannel, start + ((double)step / track.Steps), 0.2, key, Vague(strength, 5), loose: 0.004);
            }
        }
    }

    private void Drum(string name, double beat, int strength) =>
        Add(DrumChannel, beat, 0.2, DrumKeys[name], Vague(strength, 5), loose: 0.004);

    // ---- touch and time
}

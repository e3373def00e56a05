namespace EmoMusic.ComposeMusic;

/// <summary>A standard MIDI file of one track.</summary>
internal static class Midi
{
    private const int TicksPerBeat = 480;

    private static byte Low(int value) => (byte)value;

    public static byte[] Write(Performance performance, Track track)
    {
        var events = new List<(int Tick, int Order, byte[] Bytes)>();
        void Send(double beat, int order, params int[] bytes) =>
            events.Add(((int)Math.Round(beat * TicksPerBeat), order, [.. bytes.Select(Low)]));

        foreach (var (beat, bpm) in Tempos(performance, track))
        {
            var microseconds = (int)(60_000_000 / bpm);
            Send(beat, 0, 0xFF, 0x51, 3, microseconds >> 16, microseconds >> 8, microseconds);
        }

        foreach (var (index, part) in track.Parts.Index())
        {
            Send(0, 1, 0xC0 | (index < 9 ? index : index + 1), part.Instrument);
        }

        Send(0, 1, 0xC9, track.Kit);
        foreach (var control in performance.Controls)
        {
            Send(control.Beat, 2, 0xB0 | control.Channel, control.Number, control.Value);
        }

        foreach (var note in WithoutOverlaps(performance.Notes))
        {
            Send(note.Beat, 3, 0x90 | note.Channel, note.Pitch, note.Velocity);
            Send(note.Beat + note.Length, 1, 0x80 | note.Channel, note.Pitch, 0);
        }

        var ring = 4 * track.Bpm / 60.0; // the last chord may ring for four seconds
        Send(performance.Beats + ring, 9, 0xFF, 0x2F, 0);
        return File(events.OrderBy(e => e.Tick).ThenBy(e => e.Order));
    }

    private static IEnumerable<(double Beat, double Bpm)> Tempos(Performance performance, Track track)
    {
        yield return (0, track.Bpm);
        var slowing = 2 * track.BarBeats;
        for (var beat = 0.5; track.Ritard > 0 && beat <= slowing; beat += 0.5)
        {
            yield return (performance.Beats - slowing + beat, track.Bpm * (1 - (track.Ritard * beat / slowing)));
        }
    }

    // A key that is struck again is let go before.
    private static IEnumerable<Note> WithoutOverlaps(List<Note> notes)
    {
        foreach (var key in notes.GroupBy(note => (note.Channel, note.Pitch)))
        {
            var inTime = key.OrderBy(note => note.Beat).ToList();
            foreach (var (index, note) in inTime.Index())
            {
                var free = index + 1 < inTime.Count ? inTime[index + 1].Beat - note.Beat - 0.01 : double.MaxValue;
                if (free > 0.02)
                {
                    yield return note with { Length = Math.Min(note.Length, free) };
                }
            }
        }
    }

    private static byte[] File(IEnumerable<(int Tick, int Order, byte[] Bytes)> events)
    {
        var (body, last) = (new List<byte>(), 0);
        foreach (var (tick, _, bytes) in events)
        {
            body.AddRange(VariableLength(tick - last));
            body.AddRange(bytes);
            last = tick;
        }

        return
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, TicksPerBeat >> 8, TicksPerBeat & 255,
            .. "MTrk"u8, (byte)(body.Count >> 24), (byte)(body.Count >> 16), (byte)(body.Count >> 8), (byte)body.Count,
            .. body,
        ];
    }

    /// <summary>A number in groups of seven bits, the highest first.</summary>
    public static IEnumerable<byte> VariableLength(int value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift != 0)
            {
                yield return (byte)(0x80 | (value >> shift));
            }
        }

        yield return (byte)(value & 0x7F);
    }
}

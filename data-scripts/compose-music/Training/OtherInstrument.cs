using System.Buffers.Binary;

namespace EmoMusic.ComposeMusic;

/// <summary>Gives a score to another instrument.</summary>
internal static class OtherInstrument
{
    private const int Channels = 16, Drums = 9;
    private const byte Pedal = 64, AllNotesOff = 123, EndOfTrack = 0x2F;
    private const int ControlChange = 0xB0, ProgramChange = 0xC0, ChannelPressure = 0xD0, SystemExclusive = 0xF0, Escape = 0xF7, Meta = 0xFF;

    /// <summary>The same score with one program of General MIDI on all channels but the drums.</summary>
    /// <param name="score">A standard MIDI file.</param>
    /// <param name="program">From 0.</param>
    /// <returns>Null if the score is no MIDI file, or cut off.</returns>
    public static byte[]? Play(ReadOnlySpan<byte> score, int program)
    {
        if (!score.StartsWith("MThd"u8))
        {
            return null;
        }

        var (written, position) = (new List<byte>(), 0);
        while (position + 8 <= score.Length)
        {
            var name = score[position..(position + 4)];
            var length = BinaryPrimitives.ReadInt32BigEndian(score[(position + 4)..]);
            if (length < 0 || length > score.Length - position - 8)
            {
                return null;
            }

            var content = score[(position + 8)..(position + 8 + length)];
            var chunk = name.SequenceEqual("MTrk"u8) ? Track(content, program) : [.. content];
            if (chunk is null)
            {
                return null;
            }

            written.AddRange(name);
            written.AddRange((byte)(chunk.Count >> 24), (byte)(chunk.Count >> 16), (byte)(chunk.Count >> 8), (byte)chunk.Count);
            written.AddRange(chunk);
            position += 8 + length;
        }

        return [.. written];
    }

    // Programs at the start, and no other changes of program; the time before those goes to the next event.
    private static List<byte>? Track(ReadOnlySpan<byte> events, int program)
    {
        var written = new List<byte>();
        foreach (var channel in Enumerable.Range(0, Channels).Where(channel => channel != Drums))
        {
            written.AddRange([0, (byte)(ProgramChange | channel), (byte)program]);
        }

        var (position, running, wait) = (0, 0, 0);
        var played = new SortedSet<int>();
        while (position < events.Length)
        {
            wait += VariableLength(events, ref position);
            var first = position;
            if (position >= events.Length)
            {
                return null;
            }

            var hasStatus = events[position] >= 0x80;
            var status = hasStatus ? events[position++] : running;
            switch (status)
            {
                case Meta when position < events.Length && events[position] == EndOfTrack:
                    // A key that nobody lets go fades on a piano; an organ would never end.
                    foreach (var channel in played)
                    {
                        written.AddRange(Midi.VariableLength(wait));
                        var control = (byte)(ControlChange | channel);
                        written.AddRange([control, Pedal, 0, 0, control, AllNotesOff, 0]);
                        wait = 0;
                    }

                    position += 2;
                    break;
                case Meta:
                    position++; // its kind
                    SkipData(events, ref position);
                    break;
                case SystemExclusive or Escape:
                    SkipData(events, ref position);
                    break;
                default:
                    running = status;
                    played.Add(status & 0x0F);
                    position += (status & 0xF0) is ProgramChange or ChannelPressure ? 1 : 2;
                    break;
            }

            if (status == 0 || position > events.Length)
            {
                return null;
            }

            if ((status & 0xF0) != ProgramChange)
            {
                written.AddRange(Midi.VariableLength(wait));
                written.AddRange(events[first..position]);
                wait = 0;
            }
        }

        return written;
    }

    private static void SkipData(ReadOnlySpan<byte> events, ref int position)
    {
        var length = VariableLength(events, ref position);
        position += length;
    }

    private static int VariableLength(ReadOnlySpan<byte> events, ref int position)
    {
        var value = 0;
        for (var bytes = 0; bytes < 4 && position < events.Length; bytes++)
        {
            var next = events[position++];
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80)
            {
                break;
            }
        }

        return value;
    }
}

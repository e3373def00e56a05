using System.Buffers.Binary;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using NLayer;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// MP3, by NLayer, which is given the bytes of the middle only: it would look at every frame before them, and a long file
/// has millions.
/// </summary>
internal sealed class Mp3Source : IAudioSource
{
    private const int MaxBitRate = 320_000;
    private const int Lead = 4; // frames that wait for bits of frames before them
    private const int SearchBytes = 64 * 1024;

    private readonly MpegFile file;
    private float[] block = [];

    public Mp3Source(Stream stream, double seconds)
    {
        var start = AudioFormats.FirstByteAfterId3(stream);
        var head = AudioFormats.ReadAt(stream, start, SearchBytes);
        var first = MpegFrame.IndexIn(head);
        if (first < 0)
        {
            throw new AudioException("found no MP3 frame");
        }

        var audio = stream.Length - start - first;
        var wanted = (long)(BytesPerSecond(head.AsSpan(first), audio) * seconds);
        var skip = Math.Max(0, (audio - wanted) / 2);
        var bytes = AudioFormats.ReadAt(stream, start + first + skip, (int)(seconds * MaxBitRate / 8) + SearchBytes);
        var sync = skip == 0 ? 0 : Math.Max(0, MpegFrame.IndexIn(bytes));
        file = new MpegFile(new MemoryStream(bytes, sync, bytes.Length - sync, writable: false));
        if (skip > 0)
        {
            Read(new float[Lead * 1152 * file.Channels]);
        }
    }

    public int Channels => file.Channels;

    public int Rate => file.SampleRate;

    public int Read(Span<float> samples)
    {
        block = block.Length < samples.Length ? new float[samples.Length] : block;
        var read = file.ReadSamples(block, 0, samples.Length);
        block.AsSpan(0, read).CopyTo(samples);
        return read;
    }

    public void Dispose() => file.Dispose();

    // Files of a variable bit rate say how many frames they have, in the first one.
    private static double BytesPerSecond(ReadOnlySpan<byte> head, long audio)
    {
        var first = MpegFrame.Parse(head)!.Value;
        var info = head[..Math.Min(head.Length, Math.Max(first.Length, 64))];
        var (xing, vbri) = (Math.Max(info.IndexOf("Xing"u8), info.IndexOf("Info"u8)), info.IndexOf("VBRI"u8));
        var frames = xing >= 0 && xing + 12 <= info.Length && (info[xing + 7] & 1) != 0
            ? BinaryPrimitives.ReadUInt32BigEndian(info[(xing + 8)..])
            : vbri >= 0 && vbri + 18 <= info.Length ? BinaryPrimitives.ReadUInt32BigEndian(info[(vbri + 14)..]) : 0;
        var average = frames > 0 ? audio / (frames * (double)first.Samples / first.Rate) : 0;
        return average is > 1000 and <= MaxBitRate / 8.0 ? average : first.BitRate / 8.0;
    }
}

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
    private const int Lead = 4; // frames that wait for bits of frames before them

    private readonly MpegFile file;
    private float[] block = [];

    public Mp3Source(Stream stream, double seconds)
    {
        var audio = MpegAudio.Find(stream) ?? throw new AudioException("found no MP3 frame");
        var skip = (long)Math.Max(0, (audio.Length - (audio.BytesPerSecond * seconds)) / 2);
        var bytes = AudioFormats.ReadAt(
            stream, audio.Start + skip, (int)(seconds * MpegAudio.MaxBitRate / 8) + MpegAudio.SearchBytes);
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
}

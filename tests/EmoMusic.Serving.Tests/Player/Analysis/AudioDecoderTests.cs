using System.Diagnostics;
using System.Runtime.Versioning;
using EmoMusic.Serving.Player.Analysis;

namespace EmoMusic.Serving.Tests.Player.Analysis;

/// <summary>What is decoded by what, and in which bounds.</summary>
[Collection<Waiting>]
public sealed class AudioDecoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mp3")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("wav")]
    [InlineData("aiff")]
    [InlineData("flac")]
    [InlineData("m4a")]
    [InlineData("wma")]
    [InlineData("webm")]
    public async Task The_middle_minute_and_a_half_is_decoded_in_every_format(string extension)
    {
        // A minute of silence, 90 seconds of a tone, a minute of silence.
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=210", "-af", "volume='if(between(t,60,150),8,0)':eval=frame",
            "-ac", "2",
            folder[$"a.{extension}"]);

        var excerpt = Decode($"a.{extension}");

        Assert.InRange(excerpt.Seconds, 85, 90);
        Assert.Equal(2, excerpt.Channels.Length);
        var mono = excerpt.Mono();
        var loud = Enumerable.Range(0, (int)excerpt.Seconds).Count(second => Level(mono, excerpt.Rate, second) > 0.3);
        Assert.InRange(loud, (int)excerpt.Seconds - 6, (int)excerpt.Seconds);
        Assert.Equal(440, Frequency(mono.AsSpan(mono.Length / 2, excerpt.Rate), excerpt.Rate), 3.0);
    }

    [Theory]
    [InlineData("libvorbis", "ogg", 1, 8_000)]
    [InlineData("libopus", "opus", 1, 8_000)]
    [InlineData("libopus", "opus", 6, 48_000)]
    [InlineData("libvorbis", "ogg", 6, 48_000)]
    [InlineData("libmp3lame", "mp3", 1, 8_000)]
    [InlineData("pcm_s24le", "wav", 2, 192_000)]
    [InlineData("pcm_s24le", "wav", 6, 96_000)]
    [InlineData("pcm_f32le", "wav", 2, 44_100)]
    [InlineData("pcm_s24be", "aiff", 2, 96_000)]
    [InlineData("pcm_u8", "wav", 1, 22_050)]
    [InlineData("pcm_f64le", "wav", 2, 44_100)]
    [InlineData("pcm_alaw", "wav", 1, 8_000)]
    [InlineData("adpcm_ms", "wav", 2, 44_100)]
    [InlineData("libmp3lame", "wav", 2, 44_100)]
    [InlineData("pcm_f32be", "aiff", 2, 44_100)]
    [InlineData("pcm_s16le", "aiff", 2, 44_100)]
    [InlineData("flac", "flac", 6, 96_000)]
    public async Task Any_rate_width_and_number_of_channels_is_decoded(string codec, string extension, int channels, int rate)
    {
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", $"sine=frequency=440:sample_rate={rate}:duration=8", "-ac", $"{channels}", "-ar", $"{rate}", "-c:a", codec,
            folder[$"a.{extension}"]);

        var excerpt = Decode($"a.{extension}");

        Assert.InRange(excerpt.Seconds, 7.5, 8.5);
        Assert.InRange(excerpt.Rate, 8_000, 60_000);
        Assert.Equal(440, Frequency(excerpt.Mono().AsSpan(excerpt.Rate, excerpt.Rate), excerpt.Rate), 3.0);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("wav")]
    public async Task A_damaged_middle_costs_only_itself(string extension)
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=60", folder[$"a.{extension}"]);
        var bytes = File.ReadAllBytes(folder[$"a.{extension}"]);
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, bytes.Length / 20));
        File.WriteAllBytes(folder[$"a.{extension}"], bytes);

        Assert.InRange(Decode($"a.{extension}").Seconds, 45, 61);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("wav")]
    public async Task Twelve_hours_take_no_longer_than_a_song(string extension)
    {
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000:duration=600", "-ac", "1", "-ar", "8000", folder[$"part.{extension}"]);
        File.WriteAllText(folder["list"], string.Concat(Enumerable.Repeat($"file part.{extension}\n", 72)));
        await Ffmpeg.RunAsync("-f", "concat", "-i", folder["list"], "-c", "copy", folder[$"a.{extension}"]);
        var clock = Stopwatch.StartNew();

        var excerpt = Decode($"a.{extension}");

        Assert.InRange(excerpt.Seconds, 85, 90);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_recording_whose_lengths_were_never_written_is_decoded()
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=8", "-bitexact", folder["a.wav"]);
        var bytes = File.ReadAllBytes(folder["a.wav"]);
        bytes.AsSpan(4, 4).Clear();
        bytes.AsSpan(bytes.AsSpan().IndexOf("data"u8) + 4, 4).Clear();
        File.WriteAllBytes(folder["a.wav"], bytes);

        Assert.InRange(Decode("a.wav").Seconds, 7.5, 8.5);
    }

    [Theory]
    [InlineData("ogg", "libvorbis")]
    [InlineData("opus", "libopus")]
    public async Task A_stream_that_follows_a_jingle_is_decoded(string extension, string codec)
    {
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", "sine=frequency=880:sample_rate=48000:duration=2", "-ac", "2", "-c:a", codec, folder[$"jingle.{extension}"]);
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=24000:duration=60", "-c:a", codec, folder[$"song.{extension}"]);
        File.WriteAllBytes(folder[$"a.{extension}"],
            [.. File.ReadAllBytes(folder[$"jingle.{extension}"]), .. File.ReadAllBytes(folder[$"song.{extension}"])]);

        var excerpt = Decode($"a.{extension}");

        Assert.InRange(excerpt.Seconds, 59, 61);
        Assert.Equal(440, Frequency(excerpt.Mono().AsSpan(30 * excerpt.Rate, excerpt.Rate), excerpt.Rate), 3.0);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_decoder_that_hangs_is_ended()
    {
        File.WriteAllText(folder["ffmpeg"], "#!/bin/sh\nexec sleep 1000\n");
        File.SetUnixFileMode(folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(folder["a.flac"], [.. "fLaC"u8, .. new byte[1000]]);

        var error = Assert.Throws<AudioStalledException>(() => AudioDecoder.DecodeMiddle(
            folder["a.flac"], CancellationToken.None, TimeSpan.FromSeconds(1), folder["ffmpeg"]));

        Assert.Equal("took longer than 1 s", error.Message);
    }

    [Fact]
    public void What_needs_ffmpeg_says_so_where_there_is_none()
    {
        File.WriteAllBytes(folder["a.flac"], [.. "fLaC"u8, .. new byte[1000]]);

        var error = Assert.Throws<AudioException>(
            () => AudioDecoder.DecodeMiddle(folder["a.flac"], CancellationToken.None, ffmpeg: folder["no ffmpeg"]));

        Assert.Equal("needs ffmpeg, which is not installed (MP3, Ogg Vorbis, Opus, and plain WAV and AIFF are read without it)", error.Message);
    }

    [Theory]
    [InlineData("", "found no regular file with content")]
    [InlineData("words, not music", "found no sound of a known format")]
    [InlineData("\u0089PNG\r\n\u001a\n and so on", "found no sound of a known format")]
    public void What_is_no_music_is_named(string content, string reason)
    {
        File.WriteAllText(folder["a.mp3"], content);

        Assert.Equal(reason, Assert.Throws<AudioException>(() => Decode("a.mp3")).Message);
    }

    [Fact]
    public void A_codebook_that_would_fill_the_memory_is_refused()
    {
        // One book of 2²⁴ − 1 entries of 65,535 dimensions, all of length 1.
        byte[] setup = [5, .. "vorbis"u8, 0, .. "BCV"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, .. new byte[20]];

        Assert.False(VorbisSetup.IsPlausible(setup));
        Assert.True(VorbisSetup.IsPlausible([5, .. "vorbis"u8, 0, .. "BCV"u8, 2, 0, 4, 0, 0, .. new byte[20]]));
    }

    private AudioExcerpt Decode(string name) => AudioDecoder.DecodeMiddle(folder[name], CancellationToken.None);

    // The mean absolute sample of a second.
    private static double Level(float[] mono, int rate, int second) =>
        mono.AsSpan(second * rate, Math.Min(rate, mono.Length - (second * rate))).ToArray().Average(Math.Abs);

    // By its zero crossings.
    private static double Frequency(ReadOnlySpan<float> samples, int rate)
    {
        var crossings = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            crossings += samples[i - 1] < 0 != samples[i] < 0 ? 1 : 0;
        }

        return crossings / 2.0 * rate / samples.Length;
    }
}

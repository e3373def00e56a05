using System.Buffers.Binary;
using System.Text.Json;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoMusic.Serving.Tests.Player.Analysis;

public sealed class AnalyseCommandTests : IDisposable
{
    private static readonly string Music = Repository.At("serving/music");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_demo_tracks_lie_in_the_quadrants_of_their_moods()
    {
        var lines = Json(Music);

        Assert.Equal(21, lines.Count);
        Assert.All(lines, line =>
        {
            var mood = Path.GetFileName(Path.GetDirectoryName(line.GetProperty("file").GetString()))!;
            var (valence, arousal) = (line.GetProperty("valence").GetDouble(), line.GetProperty("arousal").GetDouble());
            Assert.True(IsAtHome(mood, valence, arousal), $"{line}");
            Assert.InRange(line.GetProperty("uncertainty").GetDouble(), 0, 1);
            Assert.InRange(line.GetProperty("bpm").GetDouble(), 40, 220);
            Assert.InRange(line.GetProperty("lufs").GetDouble(), -18.5, -17.5); // composed to −18
        });

        static bool IsAtHome(string mood, double valence, double arousal) => (mood, Math.Sign(valence), Math.Sign(arousal)) switch
        {
            ("happy" or "surprise", 1, 1) or ("angry" or "disgust" or "fear", -1, 1) or ("sad", -1, -1) => true,
            ("neutral", _, _) => Math.Abs(valence) + Math.Abs(arousal) < 1, // nearer to the middle than to a corner
            _ => false,
        };
    }

    [Fact]
    public void A_table_has_a_row_for_each_file()
    {
        var file = Directory.GetFiles(Path.Combine(Music, "happy"))[0];

        var (code, output, errors) = Run(file);

        Assert.Equal((0, ""), (code, errors));
        Assert.Collection(
            output.TrimEnd().Split('\n'),
            header => Assert.Equal("valence  arousal      ±    bpm  key        LUFS  file", header),
            row => Assert.Matches(@"^  \+\d\.\d\d .* (major|minor) .*\.mp3$", row));
    }

    [Theory]
    [InlineData(8_000, 1, 16)]
    [InlineData(44_100, 2, 16)]
    [InlineData(96_000, 6, 24)]
    [InlineData(192_000, 2, 24)]
    public void Wav_files_of_any_rate_and_width_are_analysed(int rate, int channels, int bits)
    {
        File.WriteAllBytes(folder["tone.wav"], Wav(rate, channels, bits, seconds: 8));

        var line = Assert.Single(Json(folder["tone.wav"]));

        Assert.Equal("A", line.GetProperty("key").GetString());
        Assert.InRange(line.GetProperty("lufs").GetDouble(), -20, 0);
    }

    [Fact]
    public void Files_that_cannot_be_analysed_are_named_with_the_reason_and_the_others_follow()
    {
        File.WriteAllText(folder["words.mp3"], "words, not music");
        File.WriteAllBytes(folder["empty.ogg"], []);
        File.WriteAllBytes(folder["brief.wav"], Wav(44_100, 1, 16, seconds: 1));
        File.WriteAllBytes(folder["tone.wav"], Wav(44_100, 1, 16, seconds: 8));

        var (code, output, errors) = Run("--json", folder.Path, folder["missing.mp3"]);

        Assert.Equal(1, code);
        var lines = errors.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains($"{folder["brief.wav"]}: found 1.0 s of sound, expected at least 5 s.", lines);
        Assert.All(
            (string[])["words.mp3", "empty.ogg", "missing.mp3"],
            name => Assert.Contains(lines, line => line.StartsWith($"{folder[name]}: ", StringComparison.Ordinal)));
        Assert.Equal(5, output.TrimEnd().Split('\n').Length);
        Assert.Contains("\"key\":\"A\"", output, StringComparison.Ordinal);
    }

    // A stack that overflows ends the program, with the files that were still to come.
    [Fact]
    public void A_name_that_is_not_UTF8_is_named_with_what_to_do()
    {
        var (code, _, errors) = Run(folder["Caf\uFFFD.mp3"]); // as .NET gives the name

        Assert.Equal(1, code);
        Assert.Equal(
            $"{folder["Caf\uFFFD.mp3"]}: its name is not UTF-8, which only the player's library can open: rename it.", errors.Trim());
    }

    [Fact]
    public async Task Tags_that_never_end_are_refused_and_the_file_stays()
    {
        await Ffmpeg.RunAsync("-i", Directory.GetFiles(Path.Combine(Music, "happy"))[0], folder["song.m4a"]);
        const int levels = 50_000;
        byte[] content = [
            .. File.ReadAllBytes(folder["song.m4a"]), .. Box("moov", levels * 8),
            .. Enumerable.Range(1, levels).SelectMany(level => Box("udta", (levels - level) * 8)),
        ];
        File.WriteAllBytes(folder["song.m4a"], content);

        var (code, _, errors) = Run("--write-tags", folder["song.m4a"]);

        Assert.Equal($"{folder["song.m4a"]}: the tags cannot be written (Its structure is nested too deeply.).", errors.TrimEnd());
        Assert.Equal(1, code);
        Assert.Equal(content, File.ReadAllBytes(folder["song.m4a"]));

        static byte[] Box(string kind, int size) => [.. BitConverter.GetBytes(size + 8).Reverse(), .. System.Text.Encoding.ASCII.GetBytes(kind)];
    }

    [Fact]
    public async Task Chapters_survive_what_is_written()
    {
        var file = folder["song.mp3"];
        File.Copy(Directory.GetFiles(Path.Combine(Music, "happy"))[0], file);
        using (var before = TagLib.File.Create(file))
        {
            ((TagLib.Id3v2.Tag)before.GetTag(TagLib.TagTypes.Id3v2, true)).AddFrame(new TagLib.Id3v2.ChapterFrame("one", "First"));
            before.Save();
        }

        var read = await new TagReader(NullLogger<TagReader>.Instance).ReadAsync(file, "song.mp3", CancellationToken.None); // without them
        var (code, _, _) = Run("--write-tags", file);

        Assert.Equal((true, 0), (read.Playable, code));
        using var after = TagLib.File.Create(file);
        Assert.InRange(after.Tag.BeatsPerMinute, 40u, 220u);
        Assert.Equal("one", Assert.Single(((TagLib.Id3v2.Tag)after.GetTag(TagLib.TagTypes.Id3v2)).GetFrames<TagLib.Id3v2.ChapterFrame>()).Id);
    }

    [Fact]
    public void Missing_tags_are_written_once_and_nothing_else_is_touched()
    {
        var original = Directory.GetFiles(Path.Combine(Music, "happy"))[0];
        var file = folder["song.mp3"];
        File.Copy(original, file);
        var (title, before) = Read(file);

        var (_, _, would) = Run("--dry-run", file);
        Assert.Equal(File.ReadAllBytes(original), File.ReadAllBytes(file));
        var (code, _, wrote) = Run("--write-tags", file);
        var (_, _, again) = Run("--write-tags", file);

        Assert.Equal(0, code);
        Assert.StartsWith($"{file}: would write ", would, StringComparison.Ordinal);
        Assert.Equal(would.Replace("would write", "wrote"), wrote);
        Assert.Equal($"{file}: no tag is missing", again.TrimEnd());
        Assert.Equal("song.mp3", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path))));
        using var tags = TagLib.File.Create(file);
        Assert.Equal(title, tags.Tag.Title);
        Assert.InRange(tags.Tag.BeatsPerMinute, 40u, 220u);
        Assert.Matches("^[A-G]#?m?$", tags.Tag.InitialKey);
        Assert.InRange(tags.Tag.ReplayGainTrackGain, -0.5, 0.5); // composed to −18 LUFS
        Assert.Equal(before, Read(file).Length);

        static (string Title, TimeSpan Length) Read(string path)
        {
            using var tags = TagLib.File.Create(path);
            return (tags.Tag.Title, tags.Properties.Duration);
        }
    }

    [Fact]
    public void The_tags_of_a_link_are_written_into_the_file_that_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        File.Copy(Directory.GetFiles(Path.Combine(Music, "happy"))[0], folder["song.mp3"]);
        File.CreateSymbolicLink(folder["link.mp3"], "song.mp3");
        var before = File.ReadAllBytes(folder["song.mp3"]);

        var (code, _, errors) = Run("--write-tags", folder["link.mp3"]);

        Assert.Equal(0, code);
        Assert.StartsWith($"{folder["link.mp3"]}: wrote ", errors, StringComparison.Ordinal);
        Assert.Equal("song.mp3", new FileInfo(folder["link.mp3"]).LinkTarget);
        Assert.NotEqual(before, File.ReadAllBytes(folder["song.mp3"]));
    }

    [Theory]
    [InlineData("song.ogg", "BPM [0-9]+, INITIALKEY [A-G]#?m?, MOOD [A-Z][a-z]+, REPLAYGAIN_TRACK_GAIN [+-][0-9.]+ dB")]
    [InlineData("song.aiff", "BPM [0-9]+, INITIALKEY [A-G]#?m?, MOOD [A-Z][a-z]+, REPLAYGAIN_TRACK_GAIN [+-][0-9.]+ dB")] // ID3v2.3
    [InlineData("song.mka", "BPM [0-9]+")] // TagLibSharp has no place for the others
    public async Task What_is_said_to_be_written_is_there_the_next_time(string name, string expected)
    {
        await Ffmpeg.RunAsync(
            "-i", Directory.GetFiles(Path.Combine(Music, "happy"))[0], "-map_metadata", "-1", "-t", "10", folder[name]);

        var (_, _, wrote) = Run("--write-tags", folder[name]);
        var (_, _, again) = Run("--write-tags", folder[name]);

        Assert.Matches($"^.*: wrote {expected}\n$", wrote);
        Assert.Equal($"{folder[name]}: no tag is missing", again.TrimEnd());
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        File.WriteAllText(folder["words.mp3"], "words, not music");
        Directory.CreateSymbolicLink(folder["again"], ".");

        var (_, _, errors) = Run(folder.Path);

        Assert.Equal($"{folder["words.mp3"]}: found no sound of a known format.", errors.TrimEnd());
    }

    [Fact]
    public void A_model_that_is_not_the_music_model_is_an_error()
    {
        var path = Repository.At("serving/models/emotion.onnx");

        var error = Assert.Throws<StartupException>(() => AnalyseCommand.Run(["a.mp3"], path, TextWriter.Null, TextWriter.Null));

        Assert.Equal($"{path}: found a model from pixels to probabilities, expected the music model, from features to place. "
            + "Restore the file.", error.Message);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [folder["pipe.mp3"]]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        var (code, _, errors) = await Task.Run(() => Run(folder["pipe.mp3"])).WaitAsync(
            TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal((1, $"{folder["pipe.mp3"]}: found no regular file with content."), (code, errors.TrimEnd()));
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("wav")]
    public void Damaged_files_never_throw_anything_else(string ending)
    {
        var whole = ending == "mp3"
            ? File.ReadAllBytes(Directory.GetFiles(Path.Combine(Music, "sad"))[0])[..200_000] : Wav(44_100, 2, 16, seconds: 2);
        var random = new Random(1);
        for (var round = 0; round < 30; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 1 << random.Next(12); i++)
            {
                damaged[random.Next(round % 2 == 0 ? 200 : damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder[$"damaged.{ending}"], damaged[..random.Next(damaged.Length)]);
            var error = Record.Exception(
                () => SoundFeatures.Of(AudioDecoder.DecodeMiddle(folder[$"damaged.{ending}"], CancellationToken.None)));
            Assert.True(error is null or AudioException, $"round {round}: {error}");
        }
    }

    [Theory]
    [InlineData("analyse: found no file. Pass music files or folders: dotnet run --project serving -- analyse [--json] [--write-tags [--dry-run]] FILE…")]
    [InlineData("analyse: found the option --quick, expected --json, --features, --write-tags, --dry-run. Remove it.", "--quick", "a.mp3")]
    [InlineData("analyse: found an empty name, expected a music file or a folder. Remove it.", "--json", "")]
    public void A_wrong_command_line_is_explained(string expected, params string[] args)
    {
        var (code, output, errors) = Run(args);

        Assert.Equal((1, "", expected), (code, output, errors.TrimEnd()));
    }

    private static List<JsonElement> Json(string path)
    {
        var (code, output, errors) = Run("--json", path);
        Assert.Equal((0, ""), (code, errors));
        return [.. output.TrimEnd().Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = AnalyseCommand.Run(args, Repository.At("serving/models/music.onnx"), output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    // 440 Hz at half of full scale.
    private static byte[] Wav(int rate, int channels, int bits, int seconds)
    {
        var frame = channels * bits / 8;
        var wav = new byte[44 + (seconds * rate * frame)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), rate * frame);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), (short)frame);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), (short)bits);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), wav.Length - 44);
        for (var i = 0; i < seconds * rate; i++)
        {
            var sample = (int)(0.5 * Math.Sin(2 * Math.PI * 440 * i / rate) * (1 << (bits - 1)));
            for (var channel = 0; channel < channels; channel++)
            {
                var at = 44 + (i * frame) + (channel * bits / 8);
                for (var part = 0; part < bits / 8; part++)
                {
                    wav[at + part] = (byte)(sample >> (8 * part));
                }
            }
        }

        return wav;
    }
}

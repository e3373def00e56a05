namespace EmoMusic.Music.Tests;

/// <summary>The program that composes: the same seed is the same music, and its failures are sentences.</summary>
public sealed class ComposerTests(Composer composer) : IClassFixture<Composer>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_seed_reproduces_the_committed_music()
    {
        Succeed("--only", "angry", "--output", folder["first"]);
        Succeed("--only", "angry", "--output", folder["second"]);

        Assert.All(Files("first"), file => Assert.True(Same(file, "second"), file));
        Assert.All(DemoTrack.Of("angry"), committed =>
        {
            var again = DemoTrack.Hear(folder[$"first/angry/{committed.Name}.mp3"]);
            Assert.Equal(committed.Tags, again.Tags);
            Assert.InRange(again.Seconds, committed.Seconds - 0.1, committed.Seconds + 0.1);
            Assert.InRange(again.Centroid, committed.Centroid * 0.98, committed.Centroid * 1.02);
        });
    }

    [Fact]
    public void Scores_depend_on_the_seed_only()
    {
        Succeed("--midi", "--output", folder["first"]);
        Succeed("--midi", "--output", folder["second"]);
        Succeed("--midi", "--seed", "22", "--output", folder["third"]);

        Assert.Equal(21, Files("first").Length);
        Assert.All(Files("first"), file => Assert.True(Same(file, "second"), file));
        Assert.All(Files("first"), file => Assert.False(Same(file, "third"), file));
    }

    [Fact]
    public void Only_composes_one_emotion()
    {
        Succeed("--midi", "--only", "sad", "--output", folder.Path);

        Assert.Equal(["sad"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void An_unknown_emotion_lists_the_known_ones() => Fail(
        "--only: found joy, expected one of angry, disgust, fear, happy, sad, surprise, neutral.", ["--only", "joy"]);

    [Fact]
    public void An_invalid_seed_is_reported() =>
        Fail("--seed: found moon, expected a whole number.", ["--seed", "moon"]);

    [Fact]
    public void A_missing_ffmpeg_is_reported_with_its_package() => Fail(
        "ffmpeg was not found on the PATH, and it makes the MP3 files; install it: apt-get install ffmpeg",
        ["--output", folder.Path], PathWith("fluidsynth"));

    [Fact]
    public void A_missing_FluidSynth_is_reported_with_its_package() => Fail(
        "fluidsynth was not found on the PATH, and it plays the scores; install it: apt-get install fluidsynth",
        ["--output", folder.Path], PathWith("ffmpeg"));

    [Fact]
    public void An_output_folder_that_cannot_be_created_is_reported()
    {
        File.WriteAllText(folder["taken"], "");

        Fail(
            $"The folder {folder["taken/angry"]} cannot be made, choose another by --output.",
            ["--midi", "--only", "angry", "--output", folder["taken"]]);
    }

    // On an organ, a key that is never let go would sound for ever.
    [Fact]
    public void A_score_is_disturbed_in_four_ways_even_if_it_lets_no_key_go()
    {
        byte[] held = [0, 0xC0, 0, 0, 0x90, 60, 100, 0x87, 0x40, 64, 100, 0x87, 0x40, 0xFF, 0x2F, 0];
        WriteScore("held.mid", held, held.Length);

        Succeed("disturb", "--scores", folder["scores"], "--played", folder["played"], "--output", folder["first"], "--seed", "5");

        Assert.Equal(
            ["equalised/held.mp3", "instruments/held.mp3", "mastered/held.flac", "mp3/held.mp3"],
            Files("first").Select(file => Path.GetRelativePath(folder["first"], file)).Order(StringComparer.Ordinal));
        Assert.All(Files("first").Append(folder["played/held.wav"]), file => Assert.NotEqual(0, new FileInfo(file).Length));
    }

    [Fact]
    public void What_is_no_score_is_named_before_it_is_played()
    {
        WriteScore("cut.mid", [0, 0x90, 60, 100], 500);

        Fail($"{folder["empty"]}: found no score, expected a folder of MIDI files (.mid). Choose another by --scores.",
            ["disturb", "--scores", folder["empty"], "--played", folder["played"], "--output", folder["first"]]);
        Fail($"{folder["scores/cut.mid"]}: found no standard MIDI file, or one that is cut off. Remove it.",
            ["disturb", "--scores", folder["scores"], "--played", folder["played"], "--output", folder["first"]]);
        Assert.False(Directory.Exists(folder["played"]));
    }

    private void WriteScore(string name, byte[] events, int length)
    {
        Directory.CreateDirectory(folder["scores"]);
        File.WriteAllBytes(folder[$"scores/{name}"],
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 1, 0xE0, .. "MTrk"u8, 0, 0, (byte)(length >> 8), (byte)length, .. events,
        ]);
    }

    private string[] Files(string name) => Directory.GetFiles(folder[name], "*", SearchOption.AllDirectories);

    private bool Same(string file, string name)
    {
        var twin = folder[Path.Combine(name, Path.GetRelativePath(folder["first"], file))];
        return File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(twin));
    }

    private string PathWith(string tool)
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["bin"]).FullName, tool), "");
        return folder["bin"];
    }

    private void Succeed(params string[] arguments)
    {
        var result = composer.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private void Fail(string sentence, string[] arguments, string? path = null)
    {
        var result = composer.Run(arguments, path);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(sentence, result.Errors.Trim(), StringComparison.Ordinal);
    }
}

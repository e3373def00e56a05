using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoMusic.Serving.Tests.Player;

public sealed class TagsTests : IDisposable
{
    private readonly TemporaryFolder music = new();
    private readonly TemporaryFolder memory = new();

    public void Dispose()
    {
        music.Dispose();
        memory.Dispose();
    }

    [Theory]
    [InlineData("mp3", "audio/mpeg")]
    [InlineData("m4a", "audio/mp4")]
    [InlineData("ogg", "audio/ogg")]
    [InlineData("opus", "audio/ogg")]
    [InlineData("flac", "audio/flac")]
    [InlineData("wav", "audio/wav")]
    [InlineData("webm", "audio/webm")]
    public async Task Tags_take_precedence_over_file_names_in_every_format(string extension, string type)
    {
        var path = music[$"Wrong - Name.{extension}"];
        await FfmpegAsync(path, "title=Right Title", "artist=Right Artist", "album=The Album");

        var tags = await ReadAsync(path);

        Assert.Equal(("Right Title", "Right Artist", "The Album"), (tags.Title, tags.Artist, tags.Album));
        Assert.InRange(tags.Seconds!.Value, 1.8, 2.2);
        Assert.Equal((type, true), (tags.ContentType, tags.Playable));
    }

    [Fact]
    public async Task Missing_tags_are_filled_from_the_file_name()
    {
        var path = music["The Artist - Name.mp3"];
        await FfmpegAsync(path, "title=Title", "artist=  ");

        var tags = await ReadAsync(path);

        Assert.Equal(("Title", "The Artist", null), (tags.Title, tags.Artist, tags.Album));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no sound")]
    public async Task A_corrupt_file_is_not_playable(string content)
    {
        var path = music["Artist - Title.mp3"];
        File.WriteAllText(path, content);

        Assert.Equal(new Tags("Title", "Artist", Playable: false, Probed: true), await ReadAsync(path));
    }

    [Fact]
    public async Task Changed_tags_are_read_again()
    {
        await using var service = await TestServer.PlayingAsync(music.Path);
        Directory.CreateDirectory(music["happy"]);
        var path = music["happy/song.mp3"];
        await FfmpegAsync(path, "title=Before");
        Assert.Equal("Before", await TitleAsync());

        await FfmpegAsync(path, "title=After it all");

        Assert.Equal("After it all", await TitleAsync());

        async Task<string?> TitleAsync()
        {
            await service.ScanAsync();
            return Assert.Single(await service.TracksAsync("happy")).Text("title");
        }
    }

    [Fact]
    public async Task Tags_and_durations_need_no_other_program()
    {
        Some.Tracks(music, "happy/Artist - Title.wav");
        Some.File(music, "happy/wrong.mp3", Some.Mp3(("TIT2", "Right")));
        await using var program = await StartWithoutFfmpegAsync();

        await program.Http.ScanAsync();

        var tracks = await program.Http.TracksAsync("happy");
        Assert.Equal(["Right", "Title"], tracks.Select(track => track.Text("title")));
        var track = tracks[1];
        Assert.Equal("Artist", track.GetProperty("artist").GetString());
        Assert.Equal(1, track.GetProperty("durationSeconds").GetDouble());
        var sound = await program.Http.GetByteArrayAsync(track.GetProperty("streamUrl").GetString());
        Assert.Equal(Some.Wav(1), sound);
    }

    [Fact]
    public async Task A_file_that_stalled_plays_under_its_name_and_is_read_again()
    {
        string[] args = ["--roles", "player", "--Player:Library", music["music"], "--Player:Database", $"Data Source={memory["player.db"]}"];
        Directory.CreateDirectory(music["music"]);
        string? id;
        await using (var service = await TestServer.StartAsync(args))
        {
            var tags = service.Services.GetRequiredService<TagReader>();
            (tags.Timeout, tags.OpenRead) = (TimeSpan.FromSeconds(0.5), _ => new StalledStream());
            Some.File(music, "music/happy/wrong.mp3", Some.Mp3(("TIT2", "Right")));

            await service.ScanAsync();

            var track = Assert.Single(await service.TracksAsync("happy"));
            id = track.Text("id");
            Assert.Equal("wrong", track.Text("title"));
            Assert.Contains(service.Log, line => line.Contains(
                "wrong.mp3: cannot be read now, so it is tried again later. It took longer than 0.5 s."));
            Assert.NotNull(service.Services.GetRequiredService<LibraryScanner>().NextRetry);
        }

        await using var again = await TestServer.StartAsync(args);
        await again.ScanAsync();

        var after = Assert.Single(await again.TracksAsync("happy"));
        Assert.Equal(("Right", id), (after.Text("title"), after.Text("id")));
        Assert.Equal(0, (await again.ScanAsync()).GetProperty("toRead").GetInt32());
    }

    private Task<ServerProcess> StartWithoutFfmpegAsync() => ServerProcess.StartAsync(
        ["--roles", "player", "--Player:Library", music.Path],
        new Dictionary<string, string?>
        {
            ["PATH"] = memory.Path,
            ["Player__Database"] = $"Data Source={memory["player.db"]}",
        });

    private static Task<Tags> ReadAsync(string path) =>
        new TagReader(NullLogger<TagReader>.Instance).ReadAsync(path, Path.GetFileName(path), CancellationToken.None);

    private static async Task FfmpegAsync(string path, params string[] tags)
    {
        var start = new ProcessStartInfo("ffmpeg", [
            "-loglevel", "error", "-y", "-f", "lavfi", "-i", "sine=frequency=440:duration=2",
            .. tags.SelectMany(tag => new[] { "-metadata", tag }), path]);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("there is no ffmpeg on this machine to write tags with");
        }
    }

    // A disk that does not answer.
    private sealed class StalledStream : MemoryStream
    {
        public override long Length => 1000;

        public override int Read(Span<byte> buffer)
        {
            Thread.Sleep(TimeSpan.FromSeconds(2));
            return 0;
        }
    }
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>The library's folder, as other programs and systems leave it.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PlainLinks links = new();
    private readonly List<(string File, string Reason)> leftOut = [];

    public void Dispose()
    {
        links.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_disk_that_failed_once_does_not_condemn_the_file()
    {
        Some.File(folder, "happy/a.mp3", Some.Mp3(("TIT2", "good")));
        var (reader, failures) = (new TagReader(NullLogger<TagReader>.Instance), 1);
        reader.OpenRead = path => failures-- > 0 ? throw new IOException("Input/output error") : File.OpenRead(path);

        var first = await reader.ReadAsync(folder["happy/a.mp3"], "a.mp3", CancellationToken.None);
        var second = await reader.ReadAsync(folder["happy/a.mp3"], "a.mp3", CancellationToken.None);

        Assert.Equal(("a", true, false), (first.Title, first.Playable, first.Probed));
        Assert.Equal(("good", true, true), (second.Title, second.Playable, second.Probed));
    }

    [Fact]
    public async Task A_folder_that_comes_and_goes_is_noticed_and_keeps_its_likes()
    {
        await using var service = await TestServer.PlayingAsync(folder["music"], "--Player:FolderCheckSeconds", "1");
        Assert.StartsWith("The library folder is missing.", (await service.GetAsync("api/library")).Text("trouble"));

        Some.File(folder, "music/happy/a.mp3", Some.Mp3(("TIT2", "a"))); // created
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 1, TimeSpan.FromSeconds(30));
        var track = Assert.Single(await service.TracksAsync("happy"));
        using var liked = await service.Http.PutAsync($"api/tracks/{track.Text("id")}/like", null);

        Directory.Move(folder["music"], folder["disk"]); // unmounted
        Directory.CreateDirectory(folder["music"]);
        await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble")
            == "The library folder is empty, though it had music before. Mount its disk; its tracks come back by themselves.",
            TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 0); // said before the tracks go

        Directory.Delete(folder["music"]);
        Directory.Move(folder["disk"], folder["music"]); // mounted again
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 1, TimeSpan.FromSeconds(30));
        var again = Assert.Single(await service.TracksAsync("happy"));
        Assert.Equal((track.Text("id"), true), (again.Text("id"), again.GetProperty("liked").GetBoolean()));
        await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble") is null);
    }

    [Fact]
    public async Task A_like_stays_when_a_file_is_renamed_and_retagged_together()
    {
        Some.File(folder, "music/happy/track 1.mp3", Some.Mp3(("TIT2", "before"), ("TPE1", "someone")));
        Some.File(folder, "music/happy/silent.wav", Some.Wav(1));
        await using var service = await TestServer.PlayingAsync(folder["music"]);
        var liked = (await service.TracksAsync("happy")).Single(track => track.Text("title") == "before").Text("id");
        using var like = await service.Http.PutAsync($"api/tracks/{liked}/like", null);

        Directory.CreateDirectory(folder["music/happy/Someone/Album"]);
        File.Delete(folder["music/happy/track 1.mp3"]);
        Some.File(folder, "music/happy/Someone/Album/01 After.mp3", Some.Mp3(
            Some.Picture(), ("TIT2", "After"), ("TPE1", "Someone Else"), ("TALB", "Album")));
        await service.ScanAsync();

        var after = (await service.TracksAsync("happy")).Single(track => track.Text("title") == "After");
        Assert.Equal((liked, true), (after.Text("id"), after.GetProperty("liked").GetBoolean()));
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("m4a")]
    [InlineData("wav")]
    [InlineData("aiff")]
    [InlineData("wma")]
    [InlineData("webm")]
    public async Task Audio_is_known_by_itself_in_every_format(string extension)
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-metadata", "title=Before", folder[$"1.{extension}"]);
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=550:duration=2", "-metadata", "title=Before", folder[$"2.{extension}"]);
        await Ffmpeg.RunAsync(
            "-i", folder[$"1.{extension}"], "-c", "copy", "-metadata", $"title={new string('x', 900)}", "-metadata", "artist=Someone",
            folder[$"3.{extension}"]);

        var (one, other, retagged) = (AudioHash.Of(folder[$"1.{extension}"]), AudioHash.Of(folder[$"2.{extension}"]), AudioHash.Of(folder[$"3.{extension}"]));

        Assert.NotEqual(AudioHash.Unknown, one);
        Assert.Equal(one, retagged);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Tags_name_a_lost_track_if_it_is_the_only_one()
    {
        IndexedFile[] lost = [Lost("1", "Song", "Artist", 100, "mb-1"), Lost("2", "Song", "Artist", 200, null), Lost("3", "Twin", "Artist", 50, null),
            Lost("4", "Twin", "Artist", 51, null)];

        Assert.Equal("1", TrackMatcher.ByTags(new Tags("Other", "Other", Seconds: 1, Probed: true, MusicBrainzId: "mb-1"), lost)?.Id);
        Assert.Equal("2", TrackMatcher.ByTags(new Tags("song", "artist", Seconds: 201, Probed: true), lost)?.Id);
        Assert.Null(TrackMatcher.ByTags(new Tags("Song", "Artist", Seconds: 150, Probed: true), lost));
        Assert.Null(TrackMatcher.ByTags(new Tags("Twin", "Artist", Seconds: 50, Probed: true), lost));
        Assert.Null(TrackMatcher.ByTags(new Tags("Song", "Artist", Seconds: 100), lost)); // only a file name

        static IndexedFile Lost(string id, string title, string artist, double seconds, string? musicBrainz) =>
            new(id, id, 0, 0, "", true, true, true, "", musicBrainz, title, artist, seconds);
    }

    // Points 14 and 15.
    [Fact]
    [SupportedOSPlatform("linux")]
    public void Folders_and_files_of_the_system_are_left_alone_with_a_reason()
    {
        string[] ignored = [".Trash-1000/files/a.mp3", "$RECYCLE.BIN/a.mp3", "#recycle/a.mp3", "pop/@eaDir/a.mp3", ".stversions/a.mp3", "pop/._a.mp3",
            ".hidden.mp3", "quiet/a.mp3", "other/inner/a.mp3"];
        Some.Tracks(folder, [.. ignored, "pop/a.m4b", "pop/b.mp4", "pop/c.aiff", "pop/d.wma", "pop/e.ape", "pop/f.txt"]);
        File.WriteAllText(folder["quiet/.nomedia"], "");
        File.WriteAllText(folder["other/.ndignore"], "");

        Assert.Equal(["pop/a.m4b", "pop/b.mp4", "pop/c.aiff", "pop/d.wma"], Walk().Select(file => file.Location));
        Assert.Equal(
            ["#recycle", "$RECYCLE.BIN", ".Trash-1000", "._*", ".hidden.mp3", ".stversions", "@eaDir", "other/", "pop/e.ape", "quiet/"],
            leftOut.Select(each => each.File).Order(StringComparer.Ordinal));
        Assert.Contains(("pop/e.ape", "browsers cannot play .ape files."), leftOut);
        Assert.Contains(("quiet/", "the folder has a file .nomedia."), leftOut);
    }

    [Fact]
    public void Linked_folders_are_followed_while_they_stay_inside()
    {
        Some.Tracks(folder, "music/all/a.wav", "outside/b.wav");
        Directory.CreateDirectory(folder["music/happy"]);
        Directory.CreateSymbolicLink(folder["music/happy/linked"], "../all");
        Directory.CreateSymbolicLink(folder["music/happy/out"], folder["outside"]);
        Directory.CreateSymbolicLink(folder["music/all/back"], folder["music"]);

        Assert.Equal(["music/all/a.wav", "music/happy/linked/a.wav"], Walk("music").Select(file => "music/" + file.Location));
        Assert.Equal(("happy/out", "the link leads out of the library."), Assert.Single(leftOut));
        Assert.NotNull(new MusicFolder(folder["music"], links, (_, _) => { }).Find("happy/linked/a.wav"));
        Assert.Null(new MusicFolder(folder["music"], links, (_, _) => { }).Find("happy/out/b.wav"));
    }

    // Points 15 and 16.
    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Names_in_Latin_1_or_with_line_breaks_are_served()
    {
        Some.File(folder, "music/happy/one\nInput #1, mp3, from 'x':\n    title           : spoofed.mp3", Some.Mp3());
        Some.File(folder, "music/happy/two.mp3", Some.Mp3(("TIT2", "two")));
        await ShellAsync($"d=$(printf '{folder["music"]}/happy/Bj\\366rk'); mkdir \"$d\"; cp '{folder["music/happy/two.mp3"]}' "
            + "\"$d/$(printf 'J\\363ga')\".mp3");
        File.Delete(folder["music/happy/two.mp3"]);
        await ShellAsync($"cd '{folder["music"]}/happy' && printf RIFF > \"$(printf 'nonsense\\377')\".wav");
        Some.File(folder, "music/happy/three.mp3", Some.Mp3(("TIT2", "three")));
        await using var remove = new Removed(folder["music"]);
        await using var service = await TestServer.PlayingAsync(folder["music"]);

        var tracks = await service.TracksAsync("happy");

        Assert.Equal(
            ["one Input #1, mp3, from 'x':     title           : spoofed", "three", "two"], tracks.Select(track => track.Text("title")));
        foreach (var track in tracks)
        {
            Assert.NotEmpty(await service.Http.GetByteArrayAsync(track.Text("streamUrl")));
        }

        Assert.Equal("happy/nonsenseÿ.wav", (await service.GetAsync("api/library")).GetProperty("leftOut")[0].Text("file"));
        Assert.Equal(0, (await service.ScanAsync()).GetProperty("toRead").GetInt32());
    }

    // .NET shows these names in pairs, and no character of them is what it seems.
    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Names_that_look_alike_are_different_files()
    {
        Some.File(folder, "music/happy/\uEF90.mp3", Some.Mp3(("TIT2", "a private character")));
        Some.File(folder, "music/happy/Bj\uFFFDrk/a.mp3", Some.Mp3(("TIT2", "a replacement character")));
        Some.File(folder, "plain.mp3", Some.Mp3(("TIT2", "a byte")));
        await ShellAsync($"cd '{folder["music"]}/happy' && cp ../../plain.mp3 \"$(printf '\\220')\".mp3 && mkdir \"$(printf 'Bj\\366rk')\" "
            + "&& cp ../../plain.mp3 \"$(printf 'Bj\\366rk')\"/b.mp3");
        await using var remove = new Removed(folder["music"]);
        await using var service = await TestServer.PlayingAsync(folder["music"]);

        var tracks = await service.TracksAsync("happy");

        Assert.Equal(["a byte", "a byte", "a private character", "a replacement character"], tracks.Select(track => track.Text("title")));
        Assert.Equal(await File.ReadAllBytesAsync(folder["plain.mp3"]), await service.Http.GetByteArrayAsync(tracks[0].Text("streamUrl")));
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["music/happy/\uEF90.mp3"]), await service.Http.GetByteArrayAsync(tracks[2].Text("streamUrl")));
        Assert.Equal(0, (await service.ScanAsync()).GetProperty("toRead").GetInt32());
    }

    // A file system's years may be beyond those of .NET.
    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_date_beyond_the_calendar_costs_the_date()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no file system with such dates");
        var music = Path.Combine("/dev/shm", Path.GetFileName(folder.Path));
        await using var remove = new Removed(music);
        Directory.CreateDirectory(Path.Combine(music, "happy"));
        foreach (var (name, date) in new[] { ("after", 9_000_000_000_000), ("before", -100_000_000_000) })
        {
            await File.WriteAllBytesAsync(Path.Combine(music, "happy", $"{name}.mp3"), Some.Mp3(("TIT2", name)));
            await RunAsync("touch", "-d", $"@{date}", Path.Combine(music, "happy", $"{name}.mp3"));
        }

        await using var service = await TestServer.PlayingAsync(music);

        var tracks = await service.TracksAsync("happy");
        Assert.Equal(["after", "before"], tracks.Select(track => track.Text("title")));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(music, "happy", "after.mp3")), await service.Http.GetByteArrayAsync(tracks[0].Text("streamUrl")));
    }

    // A file that is gone would be due for ever, and each look at it a scan.
    [Fact]
    public async Task A_file_that_failed_and_went_is_not_tried_again()
    {
        Some.File(folder, "happy/a.mp3", Some.Mp3());
        await using var service = await TestServer.PlayingAsync(folder["nothing"]);
        service.Services.GetRequiredService<TagReader>().OpenRead = _ => throw new IOException("Input/output error");
        Directory.Move(folder["happy"], folder["nothing"]);
        await service.ScanAsync();
        Assert.NotNull(service.Services.GetRequiredService<LibraryScanner>().NextRetry);

        File.Delete(folder["nothing/a.mp3"]);
        await service.ScanAsync();

        Assert.Null(service.Services.GetRequiredService<LibraryScanner>().NextRetry);
    }

    [Fact]
    public async Task A_file_that_is_written_all_the_time_does_not_hold_the_others_up()
    {
        using var found = new SemaphoreSlim(0);
        using var watcher = new FolderWatcher(folder.Path, () => found.Release(), NullLogger.Instance) { MaxWait = TimeSpan.FromSeconds(1) };
        watcher.Check();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var writes = 0; writes < 300 && !stop.IsCancellationRequested; writes++)
            {
                await File.AppendAllTextAsync(folder["growing"], "x");
                await Task.Delay(50);
            }
        });

        Assert.True(await found.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(writing.IsCompleted);
        await stop.CancelAsync();
        await writing;
    }

    // .NET cannot delete what it cannot name.
    private sealed class Removed(string path) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RunAsync("rm", "-r", path);
    }

    private List<MusicFile> Walk(string root = "") =>
        [.. new MusicFolder(folder[root], links, (file, reason) => leftOut.Add((file, reason)))
            .Walk(MusicFile.IsMusic, CancellationToken.None).OrderBy(file => file.Location, StringComparer.Ordinal)];

    private static Task ShellAsync(string command) => RunAsync("sh", "-c", command);

    private static async Task RunAsync(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(program, args);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"there is no {program} on this machine");
        }
    }
}

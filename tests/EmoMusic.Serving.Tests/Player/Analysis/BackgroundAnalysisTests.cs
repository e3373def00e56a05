using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Analysis;

/// <summary>Analysis in the background: no file stops it, or touches playing.</summary>
public sealed class BackgroundAnalysisTests : IDisposable
{
    private readonly TemporaryFolder music = new();
    private readonly TemporaryFolder memory = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        music.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task Files_of_any_kind_are_analysed_or_named_with_the_reason()
    {
        var random = new Random(1);
        Some.File(music, "silence.wav", Encode(new float[8 * 8000], 8000));
        Some.File(music, "moment.wav", Encode(Tone(1, 8000), 8000));
        Some.File(music, "phone.wav", Encode(Tone(8, 8000), 8000));
        Some.File(music, "noise.wav", Encode([.. Enumerable.Range(0, 8 * 44_100).Select(_ => (float)random.NextDouble() - 0.5f)], 44_100));
        Some.File(music, "cut.wav", Encode(Tone(20, 44_100), 44_100)[..^500_000]);
        Some.File(music, "words.wav", [.. "RIFF\0\0\0\0WAVE"u8, .. new byte[200]]);
        var damaged = await File.ReadAllBytesAsync(Directory.GetFiles(Repository.At("serving/music/happy"))[0]);
        random.NextBytes(damaged.AsSpan(damaged.Length / 2, 5000));
        Some.File(music, "damaged.mp3", damaged);
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(60));

        var analysis = await AnalysisAsync(service);

        var failed = analysis.GetProperty("failed").EnumerateArray().ToDictionary(each => each.Text("file")!, each => each.Text("reason"));
        Assert.Equal("found silence.", failed["silence.wav"]);
        Assert.Equal("found 1.0 s of sound, expected at least 5 s.", failed["moment.wav"]);
        Assert.DoesNotContain("phone.wav", failed.Keys);
        Assert.DoesNotContain("noise.wav", failed.Keys);
        Assert.DoesNotContain("damaged.mp3", failed.Keys);
        Assert.DoesNotContain("cut.wav", failed.Keys);
    }

    [Fact]
    public async Task A_bad_file_is_tried_again_when_it_changes()
    {
        Some.File(music, "song.wav", Encode(new float[8 * 8000], 8000));
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(60));
        Assert.Equal("no mood found", (await service.GetAsync("api/library/tracks"))[0].Text("why"));

        Some.File(music, "song.wav", MadeMusic.Wav(0.8, 0.8, seed: 1));
        await service.ScanAsync();
        await service.AnalysedAsync(1);

        Assert.Matches(@"^(\d+ bpm|no steady beat), major", (await service.GetAsync("api/library/tracks"))[0].Text("why"));
        Assert.Equal(0, (await AnalysisAsync(service)).GetProperty("failedCount").GetInt32());
    }

    // Each copy would be what the other is not, and be tried every minute for ever.
    [Fact]
    public async Task Two_copies_of_a_bad_file_do_not_take_turns()
    {
        Some.File(music, "one.wav", Encode(new float[8 * 8000], 8000));
        Some.File(music, "other.wav", Encode(new float[8 * 8000], 8000));
        File.SetLastWriteTimeUtc(music["other.wav"], new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(60));

        var tracks = service.Services.GetRequiredService<Serving.Player.Library.TrackCatalog>().Tracks;
        Assert.Equal(2, tracks.Count);
        Assert.Empty(await service.Services.GetRequiredService<SoundStore>().FindPendingAsync(tracks, CancellationToken.None));
    }

    [Fact]
    public async Task Twelve_hours_of_silence_are_marked_and_tried_again_with_sound()
    {
        const int rate = 8000;
        const long bytes = 12L * 3600 * rate * sizeof(short);
        var header = Encode([], rate);
        BitConverter.TryWriteBytes(header.AsSpan(4), (uint)(bytes + header.Length - 8));
        BitConverter.TryWriteBytes(header.AsSpan(header.Length - 4), (uint)bytes);
        Some.File(music, "happy/long.wav", header);
        await using (var file = File.OpenWrite(music["happy/long.wav"]))
        {
            file.SetLength(header.Length + bytes); // sparse
        }

        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(60));
        Assert.Equal("found silence.", await OnlyReasonAsync(service));
        await AssertPlaysAsync(service);

        await using (var file = File.OpenWrite(music["happy/long.wav"]))
        {
            file.Position = header.Length + (bytes / 2);
            await file.WriteAsync(Encode(Tone(20, rate), rate).AsMemory(header.Length));
        }

        await service.ScanAsync();
        await service.AnalysedAsync(1);
    }

    [Fact]
    public async Task A_decoder_that_eats_memory_is_marked_and_tried_again_when_the_file_changes()
    {
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        service.Services.GetRequiredService<WorkerProcess>().MemoryLimit = 64 << 20; // eight channels of 90 s take 138 MB
        var header = Encode([], 48_000);
        (header[22], header[32]) = (8, 16); // channels, bytes per sample of all
        const int bytes = 100 * 48_000 * 16;
        BitConverter.TryWriteBytes(header.AsSpan(header.Length - 4), bytes);
        Some.File(music, "happy/wide.wav", header);
        await using (var file = File.OpenWrite(music["happy/wide.wav"]))
        {
            file.SetLength(header.Length + bytes); // sparse
        }

        await service.ScanAsync();
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(60));
        Assert.Equal("needs more memory than there is.", await OnlyReasonAsync(service));
        await AssertPlaysAsync(service);

        Some.File(music, "happy/wide.wav", Encode(Tone(8, 8000), 8000));
        await service.ScanAsync();
        await service.AnalysedAsync(1);
    }

    [Fact]
    public async Task Analysis_resumes_after_a_restart_and_survives_moves()
    {
        string[] args = ["--Player:Analyse", "true", "--Player:Database", $"Data Source={memory["player.db"]}"];
        Some.File(music, "one.wav", MadeMusic.Wav(0.8, 0.8, seed: 1));
        await using (var first = await TestServer.PlayingAsync(music.Path, args))
        {
            await first.AnalysedAsync(1);
        }

        File.Move(music["one.wav"], music["uno.wav"]);
        Some.File(music, "two.wav", MadeMusic.Wav(-0.8, -0.8, seed: 2));
        await using var second = await TestServer.PlayingAsync(music.Path, args);
        await second.AnalysedAsync(2);

        var sounds = await SoundsAsync(second);
        Assert.Equal(2, sounds.Count);
        Assert.NotEqual(sounds[0].AnalysedAt, sounds[1].AnalysedAt);
        Assert.True(sounds[0].AnalysedAt < second.StartedAt); // not analysed again
    }

    [Theory]
    [InlineData("echo ready; read line; sleep 60", 0.5, "took longer than 0.5 s to analyse.")]
    [InlineData("echo ready; read line; exit 3", 30, "made the analysis crash.")]
    [InlineData("echo ready; read line; echo nonsense", 30, "made the analysis crash.")]
    [SupportedOSPlatform("linux")]
    public async Task A_file_that_hangs_or_crashes_the_worker_is_tried_again_later(string script, double timeout, string reason)
    {
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        var worker = service.Services.GetRequiredService<WorkerProcess>();
        (worker.Command, worker.Timeout) = (("sh", ["-c", script]), TimeSpan.FromSeconds(timeout));
        Some.File(music, "happy/a.wav", MadeMusic.Wav(0.8, 0.8, seed: 1));
        Some.File(music, "happy/b.wav", MadeMusic.Wav(0.8, 0.7, seed: 2));
        await service.ScanAsync();
        await Eventually.TrueAsync(async () => Done(await AnalysisAsync(service)), TimeSpan.FromSeconds(20));

        var failed = (await AnalysisAsync(service)).GetProperty("failed").EnumerateArray().ToList();

        Assert.Equal([reason, reason], failed.Select(each => each.Text("reason")));
        Assert.All(await SoundsAsync(service), sound =>
        {
            Assert.Equal(1, sound.Attempts);
            Assert.InRange(sound.RetryAt!.Value - sound.AnalysedAt, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
        });
        Assert.Equal(2, (await service.TracksAsync("happy")).Count); // they play all the same
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_worker_that_does_not_start_is_said_and_marks_no_file()
    {
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        service.Services.GetRequiredService<WorkerProcess>().Command = ("sh", ["-c", "echo no model >&2"]);
        Some.File(music, "happy/a.wav", MadeMusic.Wav(0.8, 0.8, seed: 1));
        await service.ScanAsync();

        await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble") is not null);

        Assert.Equal(
            "The analysis of sound failed and is tried again; everything else goes on. The worker did not start. no model",
            (await service.GetAsync("api/library")).Text("trouble"));
        Assert.Empty(await SoundsAsync(service));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_program_stops_at_once_while_a_file_hangs()
    {
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Analyse", "true");
        service.Services.GetRequiredService<WorkerProcess>().Command = ("sh", ["-c", "echo ready; sleep 60"]);
        Some.File(music, "happy/a.wav", MadeMusic.Wav(0.8, 0.8, seed: 1));
        await service.ScanAsync();
        await Eventually.TrueAsync(async () => (await AnalysisAsync(service)).GetProperty("isRunning").GetBoolean());

        var clock = Stopwatch.StartNew();
        await service.StopAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_unknown_track_has_no_analysis()
    {
        await using var service = await TestServer.PlayingAsync(music.Path);

        using var response = await service.Http.GetAsync($"api/tracks/{new string('0', 32)}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<string?> OnlyReasonAsync(TestServer service) =>
        Assert.Single((await AnalysisAsync(service)).GetProperty("failed").EnumerateArray()).Text("reason");

    private static async Task AssertPlaysAsync(TestServer service)
    {
        var track = Assert.Single(await service.TracksAsync("happy"));
        using var request = new HttpRequestMessage(HttpMethod.Get, track.Text("streamUrl"));
        request.Headers.Range = new(0, 999);
        using var sound = await service.Http.SendAsync(request);
        Assert.Equal(1000, (await sound.Content.ReadAsByteArrayAsync()).Length);
    }

    private static async Task<JsonElement> AnalysisAsync(TestServer service) => (await service.GetAsync("api/library")).GetProperty("analysis");

    private static bool Done(JsonElement analysis) => analysis.GetProperty("total").GetInt32() is > 0 and var total
        && analysis.GetProperty("analysed").GetInt32() + analysis.GetProperty("failedCount").GetInt32() == total;

    private static async Task<List<Sound>> SoundsAsync(TestServer service)
    {
        await using var database = await service.Services.GetRequiredService<IDbContextFactory<PlayerDbContext>>().CreateDbContextAsync();
        return await database.Sounds.AsNoTracking().OrderBy(sound => sound.AnalysedAt).ToListAsync();
    }

    private static byte[] Encode(float[] samples, int rate) => MadeMusic.Encode(samples, rate, new Dictionary<string, string>());

    private static float[] Tone(int seconds, int rate) =>
        [.. Enumerable.Range(0, seconds * rate).Select(i => 0.5f * (float)Math.Sin(2 * Math.PI * 440 * i / rate))];
}

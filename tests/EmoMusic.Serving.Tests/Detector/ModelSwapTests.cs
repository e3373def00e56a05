using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Detector;

[Collection<Waiting>]
public sealed class ModelSwapTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Live => folder["emotion.onnx"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_model_is_live_within_two_seconds(bool rename)
    {
        File.Copy(Some.Model, Live);
        await using var service = await TestServer.StartAsync("--Detector:Model", Live);
        var before = await HashAsync(service);

        Replace(Changed("newer"), rename);

        await Eventually.TrueAsync(async () => await HashAsync(service) != before, within: TimeSpan.FromSeconds(2));
        var answer = await service.AskAsync("api/emotions?face=whole", Some.Picture());
        Assert.Equal(await HashAsync(service), answer.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_replacement_of_the_same_length_and_time_is_detected()
    {
        File.Copy(Some.Model, Live);
        await using var service = await TestServer.StartAsync("--Detector:Model", Live);
        var newer = folder["newer.onnx"];
        File.WriteAllBytes(newer, Changed("a"));
        File.SetLastWriteTimeUtc(newer, File.GetLastWriteTimeUtc(Live));
        File.Move(newer, Live, overwrite: true);
        await Eventually.TrueAsync(async () => await HashAsync(service) == HashOf(Changed("a")));

        File.WriteAllBytes(newer, Changed("b"));
        File.SetLastWriteTimeUtc(newer, File.GetLastWriteTimeUtc(Live));
        File.Move(newer, Live, overwrite: true);

        await Eventually.TrueAsync(
            async () => await HashAsync(service) == HashOf(Changed("b")), within: TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_invalid_model_is_rejected_and_the_old_one_stays_live()
    {
        File.Copy(Some.Model, Live);
        await using var service = await TestServer.StartAsync("--Detector:Model", Live);
        var before = await HashAsync(service);

        foreach (var broken in new[]
        {
            File.ReadAllBytes(Some.Model)[..100_000],
            "no model at all"u8.ToArray(),
            [],
            new OnnxModel { Output = "scores" }.ToBytes(),
            new OnnxModel().WithLabels("a,b,c,d,e,f,g").ToBytes(),
            new OnnxModel { LastOperator = "Identity" }.ToBytes(), // logits, not probabilities
        })
        {
            Replace(broken, rename: false);
            await Task.Delay(TimeSpan.FromSeconds(1)); // enough time to be loaded
            Assert.Equal(before, await HashAsync(service));
            await service.AskAsync("api/emotions?face=whole", Some.Picture());
        }

        Replace(Changed("good again"), rename: true);
        await Eventually.TrueAsync(async () => await HashAsync(service) != before, within: TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task Without_a_model_at_the_start_it_waits_for_one_and_the_music_plays(int? bytes)
    {
        if (bytes is { } some)
        {
            File.WriteAllBytes(Live, File.ReadAllBytes(Some.Model)[..some]);
        }

        await using var service = await TestServer.ListenAsync("--Detector:Model", Live);

        using var answer = await service.PostAsync("api/emotions?face=whole", Some.Picture());
        Assert.Equal(
            "The model that reads faces is not there yet. Try again in a moment, or choose a mood yourself.",
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.False(await service.IsReadyAsync());
        await Eventually.TrueAsync(
            async () => (await service.GetAsync("api/playlists/happy")).GetProperty("tracks").GetArrayLength() > 0);

        Replace(File.ReadAllBytes(Some.Model), rename: false);

        await Eventually.TrueAsync(service.IsReadyAsync);
        await service.AskAsync("api/emotions?face=whole", Some.Picture());
        Assert.Equal(HashOf(File.ReadAllBytes(Live)), await HashAsync(service));
    }

    [Fact]
    public async Task A_deleted_model_file_stays_live()
    {
        File.Copy(Some.Model, Live);
        await using var service = await TestServer.StartAsync("--Detector:Model", Live);

        File.Delete(Live);

        await Task.Delay(TimeSpan.FromSeconds(1));
        await service.AskAsync("api/emotions?face=whole", Some.Picture());
    }

    [Fact]
    public async Task Labels_are_read_from_the_model_in_any_order()
    {
        // Only output 0 has weights, so the first label always wins.
        var weights = new float[48 * 48 * 7];
        for (var i = 0; i < weights.Length; i += 7)
        {
            weights[i] = 0.001f;
        }

        var model = new OnnxModel { Weights = weights };
        model.WithLabels("surprise,neutral,sad,happy,fear,disgust,angry").WriteTo(Live);
        await using var service = await TestServer.StartAsync("--Detector:Model", Live);

        var face = (await service.AskAsync("api/emotions?face=whole", Some.Picture())).GetProperty("faces")[0];

        Assert.Equal("surprise", face.GetProperty("emotion").GetString());
        Assert.Equal(
            face.GetProperty("confidence").GetSingle(), face.GetProperty("scores").GetProperty("surprise").GetSingle());
    }

    // In a process of its own, which nobody but itself makes collect its garbage.
    [Fact]
    public async Task Fifty_swaps_under_load_fail_no_request_and_leak_no_memory()
    {
        File.Copy(Some.Model, Live);
        await using var server = await ServerProcess.StartAsync(
            ["--Detector:Model", Live, "--Player:Analyse", "false", "--Player:Database", $"Data Source={folder["player.db"]}"],
            new Dictionary<string, string?>());
        var picture = Some.Picture();
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var load = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await server.Http.PostAsync("api/emotions?face=whole", new ByteArrayContent(picture));
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    // A busy machine may refuse what it could not answer within two seconds, but not for want of a model.
                    Assert.StartsWith("Too many photos", await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable));
                    await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
                    continue;
                }

                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
                Interlocked.Increment(ref answered);
            }
        })).ToArray();

        var afterTen = 0L;
        for (var swap = 1; swap <= 50; swap++)
        {
            var newer = Changed($"swap {swap}");
            Replace(newer, rename: swap % 2 == 0);
            await Eventually.TrueAsync(async () => await HashAsync(server.Http) == HashOf(newer));
            afterTen = swap == 10 ? ProcessMemory.ResidentOf(server.Id) : afterTen;
        }

        await stop.CancelAsync();
        await Task.WhenAll(load); // rethrows what failed
        Assert.True(answered > 500, $"only {answered} requests: no load to speak of");

        // A model has 7.7 MB of weights, so forty leaked ones would be 310 MB.
        var grown = (ProcessMemory.ResidentOf(server.Id) - afterTen) >> 20;
        Assert.True(grown < 60, $"{grown} MB more after forty more swaps");
    }

    private static Task<string?> HashAsync(TestServer service) => HashAsync(service.Http);

    private static async Task<string?> HashAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("api/model")).GetProperty("hash").GetString();

    private static string HashOf(byte[] file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))[..12];

    // The same model with another ModelProto.doc_string (field 6): the last of two wins.
    private static byte[] Changed(string words) =>
        [.. File.ReadAllBytes(Some.Model), (6 << 3) | 2, (byte)words.Length, .. Encoding.ASCII.GetBytes(words)];

    private void Replace(byte[] file, bool rename)
    {
        if (!rename)
        {
            File.WriteAllBytes(Live, file);
            return;
        }

        File.WriteAllBytes(folder["next"], file);
        File.Move(folder["next"], Live, overwrite: true);
    }
}

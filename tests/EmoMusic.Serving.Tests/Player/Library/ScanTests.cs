using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Tests.Player.Data;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>What a scan finds, on either database.</summary>
public abstract class ScanTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private TestServer service = null!;

    public async ValueTask InitializeAsync()
    {
        string[] database = await DatabaseAsync() is { } connection ? ["--Player:Database", connection] : [];
        service = await TestServer.PlayingAsync(music.Path, database);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection string; null for a file of the service's own.</summary>
    protected abstract Task<string?> DatabaseAsync();

    [Fact]
    public async Task Likes_survive_retagging_moving_and_removal()
    {
        Some.File(music, "happy/a.mp3", Song("before"));
        Some.File(music, "happy/b.mp3", Song("other"));
        await service.ScanAsync();
        var id = (await FindAsync("before")).Text("id")!;
        using var liked = await service.Http.PutAsync($"api/tracks/{id}/like", null);
        Assert.Equal(HttpStatusCode.NoContent, liked.StatusCode);

        Some.File(music, "happy/a.mp3", Song("after"));
        Assert.InRange((await service.ScanAsync()).GetProperty("toRead").GetInt32(), 0, 1); // 0: the watcher was quicker
        AssertLiked(await FindAsync("after"), id, "happy");

        Directory.CreateDirectory(music["sad"]);
        File.Move(music["happy/a.mp3"], music["sad/z.mp3"]);
        await service.ScanAsync();
        AssertLiked(await FindAsync("after"), id, "sad");
        Assert.Equal(2, (await AllAsync()).Count);

        File.Move(music["sad/z.mp3"], Path.Combine(Path.GetTempPath(), $"{id}.mp3"));
        await service.ScanAsync();
        Assert.Equal("other", Assert.Single(await AllAsync()).Text("title"));
        using var gone = await service.Http.GetAsync($"api/tracks/{id}/stream");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        File.Move(Path.Combine(Path.GetTempPath(), $"{id}.mp3"), music["happy/back.mp3"]);
        await service.ScanAsync();
        AssertLiked(await FindAsync("after"), id, "happy");
        Assert.Equal(0, (await service.ScanAsync()).GetProperty("toRead").GetInt32());
    }

    [Fact]
    public async Task Likes_follow_renamed_files()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            Some.File(music, $"happy/{number}.mp3", Song($"song {number}"));
        }

        await service.ScanAsync();
        var ids = (await AllAsync()).ToDictionary(track => track.Text("title")!, track => track.Text("id")!);
        using var liked = await service.Http.PutAsync($"api/tracks/{ids["song 2"]}/like", null);

        // 1 → 2 → 3 → 1 in a circle, and 4 is another song now
        File.Move(music["happy/3.mp3"], music["x"]);
        File.Move(music["happy/2.mp3"], music["happy/3.mp3"]);
        File.Move(music["happy/1.mp3"], music["happy/2.mp3"]);
        File.Move(music["x"], music["happy/1.mp3"]);
        Some.File(music, "happy/5.mp3", File.ReadAllBytes(music["happy/4.mp3"]));
        Some.File(music, "happy/4.mp3", Song("song 5"));
        foreach (var file in Directory.GetFiles(music["happy"]))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(5)); // mv keeps it, and the lengths are the same
        }

        await service.ScanAsync();

        var after = await AllAsync();
        Assert.Equal(5, after.Count);
        Assert.All(ids, known => Assert.Equal(known.Value, after.Single(track => track.Text("title") == known.Key).Text("id")));
        Assert.Equal("song 2", after.Single(track => track.GetProperty("liked").GetBoolean()).Text("title"));
        foreach (var (title, number) in new[] { ("song 1", 2), ("song 2", 3), ("song 3", 1), ("song 4", 5), ("song 5", 4) })
        {
            var url = after.Single(track => track.Text("title") == title).Text("streamUrl");
            Assert.Equal(await File.ReadAllBytesAsync(music[$"happy/{number}.mp3"]), await service.Http.GetByteArrayAsync(url));
        }
    }

    [Fact]
    public async Task Progress_is_reported_to_several_clients()
    {
        foreach (var number in Enumerable.Range(1, 120))
        {
            Some.File(music, $"fear/{number}.mp3", Song($"{number}"));
        }

        var last = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.ScanAsync()));

        Assert.All(last, each => Assert.True(each.GetProperty("finished").GetBoolean()));
        Assert.All(last, each => Assert.Equal(120, each.GetProperty("files").GetInt32()));
        var library = await service.GetAsync("api/library");
        Assert.Equal(120, library.GetProperty("tracks").GetInt32());
        Assert.Equal(120, library.GetProperty("byMood").GetProperty("fear").GetInt32());
        Assert.Equal(JsonValueKind.Null, library.GetProperty("trouble").ValueKind);
    }

    private static byte[] Song(string title) => Some.Mp3(("TIT2", title));

    private static void AssertLiked(JsonElement track, string id, string mood)
    {
        Assert.Equal((id, mood), (track.Text("id"), track.Text("mood")));
        Assert.True(track.GetProperty("liked").GetBoolean());
    }

    private async Task<JsonElement> FindAsync(string title) => (await AllAsync()).Single(track => track.Text("title") == title);

    private async Task<List<JsonElement>> AllAsync() =>
        [.. (await service.Http.GetFromJsonAsync<JsonElement>("api/library/tracks")).EnumerateArray()];
}

public sealed class ScanOnSqliteTests : ScanTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class ScanOnPostgreSqlTests(PostgreSql server) : ScanTests
{
    protected override async Task<string?> DatabaseAsync() => await server.NewDatabaseAsync();
}

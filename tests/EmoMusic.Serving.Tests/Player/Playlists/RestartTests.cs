using EmoMusic.Serving.Tests.Player.Data;

namespace EmoMusic.Serving.Tests.Player.Playlists;

/// <summary>What a listener was given lately comes back later, also after a restart.</summary>
[Collection<Waiting>]
public sealed class RestartTests(PostgreSql server) : IDisposable
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
    public Task A_list_after_a_restart_is_another_one() => GiveAsync($"Data Source={memory["player.db"]}");

    [Fact]
    public async Task A_list_after_a_restart_is_another_one_with_PostgreSQL() => await GiveAsync(await server.NewDatabaseAsync());

    [Fact]
    public async Task A_listener_without_data_is_not_stored()
    {
        MakeMusic();
        await using var service = await TestServer.PlayingAsync(music.Path);
        using var unknown = service.NewListener();
        unknown.DefaultRequestHeaders.Add("Cookie", $"listener={new string('8', 32)}");

        await unknown.TracksAsync("happy");

        Assert.DoesNotContain(new string('8', 32), await File.ReadAllTextAsync(service.DatabaseFile + "-wal"));
    }

    private async Task GiveAsync(string database)
    {
        MakeMusic();
        string cookie;
        List<string> before, after;
        await using (var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", database))
        {
            var any = (await service.TracksAsync("happy"))[0].Text("id");
            using var liked = await service.Http.PutAsync($"api/tracks/{any}/like", null);
            cookie = liked.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            before = await IdsAsync(service, cookie);
        }

        await using (var restarted = await TestServer.PlayingAsync(music.Path, "--Player:Database", database))
        {
            after = await IdsAsync(restarted, cookie);
        }

        Assert.Equal((25, 25), (before.Count, after.Count));
        Assert.InRange(before.Intersect(after).Count(), 0, 5); // a fifth; by chance it would be half
    }

    private void MakeMusic()
    {
        for (var number = 0; number < 50; number++)
        {
            Some.File(music, $"happy/{number}.mp3", Some.Mp3(("TIT2", $"{number}"), ("TPE1", $"{number}")));
        }
    }

    private static async Task<List<string>> IdsAsync(TestServer service, string cookie)
    {
        using var listener = service.NewListener();
        listener.DefaultRequestHeaders.Add("Cookie", cookie);
        var list = await listener.TracksAsync("happy");
        return [.. list.Select(track => track.Text("id")!)];
    }
}

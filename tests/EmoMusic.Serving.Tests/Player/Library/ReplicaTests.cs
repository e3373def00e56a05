using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Tests.Player.Data;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>Several players share a PostgreSQL and a library: one of them scans.</summary>
public sealed class ReplicaTests(PostgreSql postgreSql)
{
    [Fact]
    public async Task One_replica_scans_and_another_takes_over_when_it_stops()
    {
        using var music = new TemporaryFolder();
        Song("happy");
        var database = await postgreSql.NewDatabaseAsync();
        string[] args = ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", database,
            "--Player:FolderCheckSeconds", "1"];
        await using var first = await TestServer.StartAsync(args);
        await Eventually.TrueAsync(async () => (await first.TracksAsync("happy")).Count == 1);
        await using var second = await TestServer.StartAsync(args);
        await using var third = await TestServer.StartAsync(args);

        Assert.False(IsShared(first));
        Assert.True(IsShared(second) && IsShared(third));
        Assert.Single(await second.TracksAsync("happy")); // from the shared database, ready with it
        Assert.DoesNotContain(second.Log, line => line.Contains("duplicate key", StringComparison.Ordinal));

        await first.StopAsync();
        await Eventually.TrueAsync(() => !IsShared(second) || !IsShared(third));
        Song("sad");
        await Eventually.TrueAsync(async () => (await second.TracksAsync("sad")).Count == 1);
        await Eventually.TrueAsync(async () => (await third.TracksAsync("sad")).Count == 1);
        Assert.NotEqual(IsShared(second), IsShared(third));

        void Song(string mood)
        {
            Directory.CreateDirectory(music[mood]);
            File.Copy(Repository.At("serving/music/happy/EmoMusic Big Band - Good Shoes.mp3"), Path.Combine(music[mood], "song.mp3"));
        }

        static bool IsShared(TestServer server) => server.Services.GetRequiredService<PlayerDatabase>().IsShared;
    }
}

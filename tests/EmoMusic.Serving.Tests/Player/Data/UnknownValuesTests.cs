using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Data;

/// <summary>
/// Words and numbers in the database that this version does not know: an older version stored an eighth emotion, a newer one may know
/// more of them, and people write by hand.
/// </summary>
[Collection<Waiting>]
public sealed class UnknownValuesTests(PostgreSql postgreSql) : IDisposable
{
    private readonly TemporaryFolder music = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        music.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_value_in_any_column_fails_a_request(bool onPostgreSql)
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        Some.File(music, "pop/b.mp3", Some.Mp3(("TIT2", "b"), ("TCON", "Pop")));
        File.WriteAllText(music["sad.m3u"], "pop/b.mp3\n");
        await using var service = await TestServer.PlayingAsync(
            music.Path, onPostgreSql ? ["--Player:Database", await postgreSql.NewDatabaseAsync()] : []);
        service.Http.DefaultRequestHeaders.Add("Cookie", $"listener={new string('d', 32)}");
        var ids = (await service.GetAsync("api/library/tracks")).EnumerateArray().Select(track => track.Text("id")!).ToList();
        await using var database = await service.Services.GetRequiredService<IDbContextFactory<PlayerDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var tracks = await database.Tracks.ToListAsync(TestContext.Current.CancellationToken);
        database.Sounds.AddRange(tracks.Select(track => track.SoundHash).Distinct().Select(
            hash => new Sound { Hash = hash, Version = SoundStore.Version, Key = "C" }));

        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        using var history = await service.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
        await AskAsync(service, ids, []);
        var faults = new List<string>();
        foreach (var entity in database.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(PendingReport)))
        {
            var table = entity.GetTableName()!;
            await ExecuteAsync(database, $"CREATE TABLE \"Kept\" AS SELECT * FROM \"{table}\"");
            foreach (var property in entity.GetProperties())
            {
                foreach (var value in Values(property, onPostgreSql))
                {
                    try
                    {
                        await ExecuteAsync(database, $"UPDATE \"{table}\" SET \"{property.GetColumnName()}\" = {value}");
                    }
                    catch (Exception error) when (error.IsDatabaseError())
                    {
                        continue; // of another type, or twice the same key: the database refuses it
                    }

                    var before = faults.Count;
                    await AskAsync(service, ids, faults);
                    for (var i = before; i < faults.Count; i++)
                    {
                        faults[i] = $"{table}.{property.Name} = {value}: {faults[i]}";
                    }

                    await ExecuteAsync(database, $"DELETE FROM \"{table}\"");
                    await ExecuteAsync(database, $"INSERT INTO \"{table}\" SELECT * FROM \"Kept\"");
                }
            }

            await ExecuteAsync(database, "DROP TABLE \"Kept\"");
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_older_version_stored_for_an_eighth_emotion_is_left_out_until_it_is_replaced_or_forgotten(bool onPostgreSql)
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        await using var service = await TestServer.PlayingAsync(
            music.Path, onPostgreSql ? ["--Player:Database", await postgreSql.NewDatabaseAsync()] : []);
        service.Http.DefaultRequestHeaders.Add("Cookie", $"listener={new string('d', 32)}");
        var id = (await service.GetAsync("api/library/tracks"))[0].Text("id")!;
        using var history = await service.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
        await AskAsync(service, [id], []);
        await using var database = await service.Services.GetRequiredService<IDbContextFactory<PlayerDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        foreach (var column in new[] { "Readings\" SET \"Mood", "Plays\" SET \"Mood", "OwnMoods\" SET \"Mood", "Tastes\" SET \"Mood", "Corrections\" SET \"Said" })
        {
            await ExecuteAsync(database, $"UPDATE \"{column}\" = '7'");
        }

        var entries = await service.GetAsync("api/listener/history");

        Assert.Equal((0, 0), (entries.GetProperty("moods").GetArrayLength(), entries.GetProperty("plays").GetArrayLength()));
        Assert.Equal("happy", (await service.GetAsync($"api/tracks/{id}")).Text("mood")); // of its folder
        using var mood = await service.Http.PutAsJsonAsync($"api/tracks/{id}/mood", new { mood = "sad" });
        Assert.Equal(HttpStatusCode.NoContent, mood.StatusCode);
        Assert.Equal("sad", (await service.GetAsync("api/library/tracks"))[0].Text("mood"));
        using var reset = await service.Http.DeleteAsync("api/listener/corrections");
        Assert.Equal(0, await CountAsync(database, "Corrections"));
        using var forgotten = await service.Http.DeleteAsync("api/listener");
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        foreach (var table in new[] { "Readings", "Plays", "OwnMoods", "Tastes" })
        {
            Assert.Equal(0, await CountAsync(database, table));
        }
    }

    private static IEnumerable<string> Values(IProperty property, bool onPostgreSql)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            return ["'7'", "'Amused'", "'-1'"];
        }

        if (type == typeof(double))
        {
            return onPostgreSql ? ["'NaN'", "'Infinity'", "'-Infinity'", "1e300", "-5"] : ["9e999", "-9e999", "1e300", "-5", "'much'"];
        }

        return type == typeof(int) && onPostgreSql ? ["2147483647", "-2147483648"]
            : type == typeof(long) || type == typeof(int) || type == typeof(DateTimeOffset) ? ["9223372036854775807", "-9223372036854775808"]
            : type == typeof(bool) ? ["7"] : [];
    }

    // Reads and writes whatever a listener can. What is answered with 5xx, or not to its end, is a fault.
    private static async Task AskAsync(TestServer service, IReadOnlyList<string> tracks, List<string> faults)
    {
        await service.ScanAsync();
        foreach (var path in (string[])["listener/history", "listener/history.csv", "listener/corrections", "library", "library/tracks",
            "library/artists", "library/albums", "library/genres", "library/moods", "playlists/happy", "playlists/sad?approach=lift",
            "playlists/sad.m3u8", .. tracks.SelectMany(id => (string[])[$"tracks/{id}", $"tracks/{id}/stream"])])
        {
            await SendAsync(HttpMethod.Get, path, null);
        }

        if ((await service.GetAsync("api/library")).GetProperty("trouble").GetString() is { } trouble)
        {
            faults.Add(trouble);
        }

        await SendAsync(HttpMethod.Post, "listener/moods", new { mood = "sad" });
        await SendAsync(HttpMethod.Post, "listener/corrections", new { read = new { happy = 0.75, sad = 0.25 }, said = "sad" });
        foreach (var id in tracks)
        {
            await SendAsync(HttpMethod.Put, $"tracks/{id}/like", null);
            await SendAsync(HttpMethod.Put, $"tracks/{id}/mood", new { mood = "fear" });
            await SendAsync(HttpMethod.Post, $"tracks/{id}/plays", new { mood = "happy", seconds = 1, finished = true });
        }

        async Task SendAsync(HttpMethod method, string path, object? body)
        {
            try
            {
                using var request = new HttpRequestMessage(method, $"api/{path}")
                {
                    Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
                };
                using var answer = await service.Http.SendAsync(request);
                if ((int)answer.StatusCode >= 500)
                {
                    faults.Add($"{method} {path}: {(int)answer.StatusCode}");
                }
            }
            catch (HttpRequestException error)
            {
                faults.Add($"{method} {path}: {error.Message}");
            }
        }
    }

    private static async Task<object?> ExecuteAsync(PlayerDbContext database, string statement)
    {
        await database.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> CountAsync(PlayerDbContext database, string table) =>
        (long)(await ExecuteAsync(database, $"SELECT COUNT(*) FROM \"{table}\""))!;
}

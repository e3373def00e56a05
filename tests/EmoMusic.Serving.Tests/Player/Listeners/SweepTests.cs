using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Tests.Player.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>Listeners who never came back do not fill the database, in either of them.</summary>
[Collection<Waiting>]
public sealed class SweepTests(PostgreSql postgreSql)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listeners_who_never_came_back_are_swept_and_the_others_are_not(bool onPostgreSql)
    {
        string[] args = onPostgreSql ? ["--Player:Database", await postgreSql.NewDatabaseAsync()] : [];
        await using var service = await TestServer.StartAsync(["--roles", "player", .. args]);
        await service.ScanAsync();
        var cancel = TestContext.Current.CancellationToken;
        await using (var database = await DatabaseAsync())
        {
            for (var number = 0; number < 450; number++) // more than a batch
            {
                Add(database, $"once-{number}", created: 31, seen: null);
            }

            Add(database, "new", created: 29, seen: null);
            Add(database, "loyal", created: 700, seen: 100);
            Add(database, "lost", created: 900, seen: 401);
            Add(database, "one evening", created: 31, seen: null);
            database.Likes.Add(new Like { ListenerId = "one evening", TrackId = "another track", CreatedAt = Now });
            await database.SaveChangesAsync(cancel);
        }

        var swept = await service.Services.GetRequiredService<ListenerSweep>().SweepAsync(cancel);

        await using var after = await DatabaseAsync();
        Assert.Equal(451, swept);
        Assert.Equal(["loyal", "new", "one evening"], await after.Listeners.Select(each => each.Id).Order().ToListAsync(cancel));
        Assert.Equal(["loyal", "new", "one evening"], await after.Likes.Select(each => each.ListenerId).Distinct().Order().ToListAsync(cancel));
        Assert.Equal(["loyal", "new", "one evening"], await after.TrackStats.Select(each => each.ListenerId).Order().ToListAsync(cancel));

        Task<PlayerDbContext> DatabaseAsync() =>
            service.Services.GetRequiredService<IDbContextFactory<PlayerDbContext>>().CreateDbContextAsync(cancel);
    }

    [Fact]
    public async Task Who_asks_for_music_on_a_later_day_came_back()
    {
        await using var service = await TestServer.StartAsync("--roles", "player");
        await service.ScanAsync();
        var cancel = TestContext.Current.CancellationToken;
        var databases = service.Services.GetRequiredService<IDbContextFactory<PlayerDbContext>>();
        var (one, other) = (new string('1', 32), new string('2', 32));
        await using (var database = await databases.CreateDbContextAsync(cancel))
        {
            Add(database, one, created: 40, seen: null);
            Add(database, other, created: 40, seen: null);
            await database.SaveChangesAsync(cancel);
        }

        service.Http.DefaultRequestHeaders.Add("Cookie", $"listener={one}");
        await service.TracksAsync("happy");

        await using var after = await databases.CreateDbContextAsync(cancel);
        await Eventually.TrueAsync(async () => (await after.Listeners.AsNoTracking().SingleAsync(each => each.Id == one, cancel)).LastSeen
            == new DateTimeOffset(DateTimeOffset.UtcNow.Date, TimeSpan.Zero));
        Assert.Equal(1, await service.Services.GetRequiredService<ListenerSweep>().SweepAsync(cancel));
        Assert.Equal([one], await after.Listeners.Select(each => each.Id).ToListAsync(cancel));
    }

    // With a like and a play.
    private static void Add(PlayerDbContext database, string id, int created, int? seen)
    {
        database.Listeners.Add(new Listener { Id = id, CreatedAt = Now.AddDays(-created), LastSeen = seen is { } days ? Now.AddDays(-days) : null });
        database.Likes.Add(new Like { ListenerId = id, TrackId = "a track", CreatedAt = Now.AddDays(-created) });
        database.TrackStats.Add(new TrackStats { ListenerId = id, TrackId = "a track", Mood = Emotion.Happy });
    }
}

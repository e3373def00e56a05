using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmoMusic.Serving.Tests.Player.Data;

/// <summary>Tables and columns keep the names of the first release, so that existing databases keep working.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void Tables_and_columns_keep_their_names()
    {
        using var database = Create();

        Assert.Equal(
            [
                "Corrections(Count, ListenerId, Read, Said)",
                "Likes(ListenerId, Since, TrackId)",
                "Listeners(AdjustsReadings, Id, KeepsHistory, LastSeen, Since)",
                "OwnMoods(ListenerId, Mood, TrackId)",
                "PendingReports(Id, Library, Method, Order, Song)",
                "Plays(At, Finished, Id, ListenerId, Mood, Seconds, TrackId)",
                "Readings(At, Confidence, Id, ListenerId, Mood)",
                "RecentTracks(Hour, ListenerId, TrackId)",
                "Sounds(AnalysedAt, Arousal, Attempts, Bpm, Brightness, Failure, Flatness, Hash, IsMajor, Key, Length, Loudness, "
                + "LoudnessRange, OnsetRate, Peak, PulseClarity, Register, RetryAt, Roughness, Uncertainty, Valence, Version, Written)",
                "Tastes(AtPlay, Finished, ListenerId, Mood, Skipped, TrackId)",
                "Tracks(Album, Artist, AudioHash, Bpm, ContentHash, ContentType, CoverId, Described, FolderMood, Genre, Gone, HasCover, Id, "
                + "Length, Library, ListMood, Location, MoodTag, MusicBrainzId, Playable, ReplayGainDb, ReplayGainPeak, Seconds, Source, Title, Written)",
            ],
            database.Model.GetEntityTypes().Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_model_has_no_pending_changes()
    {
        using var database = Create();

        Assert.False(database.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Every_table_with_rows_of_listeners_is_deleted_with_them()
    {
        using var database = Create();

        Assert.Equal(
            [("Corrections", "ListenerId"), ("Likes", "ListenerId"), ("Listeners", "Id"), ("OwnMoods", "ListenerId"), ("Plays", "ListenerId"), ("Readings", "ListenerId"), ("RecentTracks", "ListenerId"), ("Tastes", "ListenerId")],
            database.ListenerTables().Order());
        Assert.Equal("Listeners", database.ListenerTables().Last().Table);
    }

    [Fact]
    public async Task Readings_are_adjusted_for_listeners_of_earlier_versions_too()
    {
        using var folder = new TemporaryFolder();
        var options = new DbContextOptionsBuilder<PlayerDbContext>();
        Database.Configure(options, "Data Source=player.db;Pooling=false", folder.Path);
        await using var database = new PlayerDbContext(options.Options);
        await database.GetService<IMigrator>().MigrateAsync("20261126015556_RecentTracks", TestContext.Current.CancellationToken);
        await database.Database.ExecuteSqlRawAsync(
            "INSERT INTO Listeners (Id, Since, KeepsHistory) VALUES ('a', 0, 0)", TestContext.Current.CancellationToken);

        await database.Database.MigrateAsync(TestContext.Current.CancellationToken);

        Assert.True((await database.Listeners.SingleAsync(TestContext.Current.CancellationToken)).AdjustmentEnabled);
    }

    private static PlayerDbContext Create() => new PlayerDbContextFactory().CreateDbContext([]);

    private static string Describe(IEntityType entity) =>
        $"{entity.GetTableName()}({string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal))})";
}

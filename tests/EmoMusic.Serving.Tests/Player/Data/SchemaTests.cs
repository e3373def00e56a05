using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

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
                "Listeners(AdjustsReadings, Id, KeepsHistory, Since)",
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

    private static PlayerDbContext Create() => new PlayerDbContextFactory().CreateDbContext([]);

    private static string Describe(IEntityType entity) =>
        $"{entity.GetTableName()}({string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal))})";
}

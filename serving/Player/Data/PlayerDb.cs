using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// What the player remembers: tracks, and what listeners made of them. It holds nothing of a face but the emotion read,
/// and that only for listeners who switched their history on.
/// </summary>
internal sealed class PlayerDb(DbContextOptions<PlayerDb> options) : DbContext(options)
{
    public DbSet<StoredTrack> Tracks => Set<StoredTrack>();

    public DbSet<Listener> Listeners => Set<Listener>();

    public DbSet<Like> Likes => Set<Like>();

    public DbSet<Taste> Tastes => Set<Taste>();

    public DbSet<OwnMood> OwnMoods => Set<OwnMood>();

    public DbSet<Play> Plays => Set<Play>();

    public DbSet<Reading> Readings => Set<Reading>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredTrack>(track =>
        {
            track.HasIndex(each => new { each.Source, each.Location }).IsUnique();
            track.HasIndex(each => each.ContentHash);
        });
        modelBuilder.Entity<Like>().HasKey(like => new { like.ListenerId, like.TrackId });
        modelBuilder.Entity<Taste>().HasKey(taste => new { taste.ListenerId, taste.Mood, taste.TrackId });
        modelBuilder.Entity<OwnMood>().HasKey(own => new { own.ListenerId, own.TrackId });
        modelBuilder.Entity<Play>().HasIndex(play => new { play.ListenerId, play.At });
        modelBuilder.Entity<Reading>().HasIndex(reading => new { reading.ListenerId, reading.At });
    }

    // Moods and sources are kept as words and moments as Unix milliseconds: readable, and the same in every database.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Emotion>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<TrackSource>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    private sealed class UnixMilliseconds()
        : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateTimeOffset, long>(
            moment => moment.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));
}

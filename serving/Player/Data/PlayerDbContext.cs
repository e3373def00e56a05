using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// Tracks and what listeners did with them. Of a face it stores only the emotion, for listeners who switched their history
/// on, and counts of the emotions read where a listener corrected them. Table and column names are those of the first release, so that existing databases keep working.
/// </summary>
internal sealed class PlayerDbContext(DbContextOptions<PlayerDbContext> options) : DbContext(options)
{
    public DbSet<StoredTrack> Tracks => Set<StoredTrack>();

    public DbSet<Sound> Sounds => Set<Sound>();

    public DbSet<Listener> Listeners => Set<Listener>();

    public DbSet<Like> Likes => Set<Like>();

    public DbSet<TrackStats> TrackStats => Set<TrackStats>();

    public DbSet<MoodOverride> MoodOverrides => Set<MoodOverride>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<RecentTrack> RecentTracks => Set<RecentTrack>();

    public DbSet<Play> Plays => Set<Play>();

    public DbSet<MoodEvent> MoodEvents => Set<MoodEvent>();

    public DbSet<PendingReport> PendingReports => Set<PendingReport>();

    /// <summary>Every table with rows of listeners, and its column with the listener's id; <c>Listeners</c> comes last.</summary>
    public IEnumerable<(string Table, string Column)> ListenerTables() =>
    [
        .. from entity in Model.GetEntityTypes()
           where entity.FindProperty(nameof(Like.ListenerId)) is not null
           select (entity.GetTableName()!, nameof(Like.ListenerId)),
        (nameof(Listeners), nameof(Listener.Id)),
    ];

    /// <summary>The listener's row, added if it does not exist yet.</summary>
    public async Task<Listener> GetOrAddListenerAsync(string id, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var listener = await Listeners.FindAsync([id], cancel) ?? Listeners.Add(new Listener { Id = id, CreatedAt = now }).Entity;
        listener.SeeAt(now);
        return listener;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredTrack>(track =>
        {
            track.Property(each => each.Probed).HasColumnName("Described");
            track.Property(each => each.Missing).HasColumnName("Gone");
            track.Property(each => each.PlaylistMood).HasColumnName("ListMood");
            track.HasIndex(each => new { each.Library, each.Source, each.Location }).IsUnique();
            track.HasIndex(each => each.ContentHash);
            track.Property(each => each.FolderMood).HasConversion<StoredValues.Mood>();
            track.Property(each => each.PlaylistMood).HasConversion<StoredValues.Mood>();
            track.HasQueryFilter(each => StoredValues.Sources.Contains(each.Source));
        });
        modelBuilder.Entity<Sound>().HasKey(sound => sound.Hash);
        modelBuilder.Entity<Listener>(listener =>
        {
            listener.Property(each => each.CreatedAt).HasColumnName("Since");
            listener.Property(each => each.HistoryEnabled).HasColumnName("KeepsHistory");
            listener.Property(each => each.AdjustmentEnabled).HasColumnName("AdjustsReadings");
        });
        modelBuilder.Entity<Like>(like =>
        {
            like.HasKey(each => new { each.ListenerId, each.TrackId });
            like.Property(each => each.CreatedAt).HasColumnName("Since");
        });
        modelBuilder.Entity<TrackStats>(stats =>
        {
            stats.ToTable("Tastes").HasKey(each => new { each.ListenerId, each.Mood, each.TrackId });
            stats.Property(each => each.LastPlay).HasColumnName("AtPlay");
            stats.HasQueryFilter(each => StoredValues.Moods.Contains(each.Mood));
        });
        modelBuilder.Entity<MoodOverride>(own =>
        {
            own.ToTable("OwnMoods").HasKey(each => new { each.ListenerId, each.TrackId });
            own.HasQueryFilter(each => StoredValues.Moods.Contains(each.Mood));
        });
        modelBuilder.Entity<Correction>(correction =>
        {
            correction.HasKey(each => new { each.ListenerId, each.Read, each.Said });
            correction.HasQueryFilter(each => StoredValues.Moods.Contains(each.Read) && StoredValues.Moods.Contains(each.Said));
        });
        modelBuilder.Entity<RecentTrack>().HasKey(each => new { each.ListenerId, each.TrackId });
        modelBuilder.Entity<Play>(play =>
        {
            play.HasIndex(each => new { each.ListenerId, each.At });
            play.HasQueryFilter(each => StoredValues.Moods.Contains(each.Mood));
        });
        modelBuilder.Entity<PendingReport>().HasIndex(report => report.Order);
        modelBuilder.Entity<MoodEvent>(mood =>
        {
            mood.ToTable("Readings").HasIndex(each => new { each.ListenerId, each.At });
            mood.HasQueryFilter(each => StoredValues.Moods.Contains(each.Mood));
        });
    }

    // Enums are stored as words and times as Unix milliseconds: readable, and the same in both databases. What this version does
    // not know may be there: rows with another word stay, unread, and numbers are read within bounds.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().HaveConversion<StorableText.Converter>();
        configurationBuilder.Properties<Emotion>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<TrackSource>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<StoredValues.Time>();
        configurationBuilder.Properties<double>().HaveConversion<StoredValues.Measure>();
        _ = Database.IsSqlite() ? configurationBuilder.Properties<int>().HaveConversion<StoredValues.SqliteCount>()
            : configurationBuilder.Properties<int>().HaveConversion<StoredValues.Count>();
    }
}

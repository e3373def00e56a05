using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>What the library's tracks sound like, in the database.</summary>
internal sealed class SoundStore(IDbContextFactory<PlayerDbContext> databases, TimeProvider clock)
{
    /// <summary>
    /// Raised when places move noticeably, by more than 0.02: every track is analysed anew. A tempo that became finer by a
    /// percent is not worth the hours.
    /// </summary>
    public const int Version = 2;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromDays(1);

    /// <summary>
    /// Those of some tracks that are to be analysed. Tracks without a mood come first, as they do not play yet; else in random
    /// order, so that all moods get better at once.
    /// </summary>
    public async Task<IReadOnlyList<Track>> FindPendingAsync(IEnumerable<Track> tracks, CancellationToken cancel)
    {
        await using var context = await databases.CreateDbContextAsync(cancel);
        var known = await context.Sounds.AsNoTracking()
            .Select(sound => new KnownSound(
                sound.Hash, sound.Version, sound.Length, sound.Written, sound.Failure != null, sound.RetryAt))
            .ToDictionaryAsync(sound => sound.Hash, cancel);
        var now = clock.GetUtcNow();
        var pending = tracks.GroupBy(track => track.Stored.SoundHash).Where(copies => IsPending(copies.Key, copies))
            .Select(copies => copies.First()).ToArray();
        Random.Shared.Shuffle(pending);
        return [.. pending.OrderBy(track => track.Mood is null ? 0 : 1)];

        // A song that was stored by an older version has no hash before the next scan. What failed is tried again once no
        // copy is the file that failed: else two copies would take turns for ever.
        bool IsPending(string hash, IEnumerable<Track> copies) => hash.Length > 0
            && (!known.TryGetValue(hash, out var sound) || sound.Version != Version
                || (sound.HasFailed && (sound.RetryAt <= now
                    || !copies.Any(copy => sound.Length == copy.Stored.Length && sound.Written == copy.Stored.Written))));
    }

    /// <summary>Whether a track's sound is known by now.</summary>
    public async Task<bool> IsKnownAsync(StoredTrack track, CancellationToken cancel)
    {
        await using var context = await databases.CreateDbContextAsync(cancel);
        return await context.Sounds.AnyAsync(
            sound => sound.Hash == track.SoundHash && sound.Version == Version && sound.Failure == null, cancel);
    }

    /// <summary>Stores what a track sounds like, or why that could not be found out and when to try again.</summary>
    public Task SaveAsync(StoredTrack track, SoundAnswer answer, CancellationToken cancel) => databases.SaveAsync(async context =>
    {
        var sound = await context.Sounds.FindAsync([track.SoundHash], cancel);
        if (sound is null)
        {
            sound = new Sound { Hash = track.SoundHash };
            context.Sounds.Add(sound);
        }

        (sound.Version, sound.Length, sound.Written, sound.AnalysedAt) = (Version, track.Length, track.Written, clock.GetUtcNow());
        (sound.Failure, sound.RetryAt) = (answer.Failure, null);
        sound.Attempts = answer.IsTransient ? sound.Attempts + 1 : 0;
        if (answer.IsTransient)
        {
            var delay = FirstRetry * Math.Pow(2, Math.Min(sound.Attempts - 1, 10));
            sound.RetryAt = clock.GetUtcNow() + (delay < LastRetry ? delay : LastRetry);
        }

        if (answer is { Features: { } features, Place: { } place })
        {
            Fill(sound, features, place);
        }
    }, cancel);

    private static void Fill(Sound sound, SoundFeatures features, MusicPlace place)
    {
        (sound.Valence, sound.Arousal, sound.Uncertainty) = (place.Valence, place.Arousal, place.Uncertainty);
        (sound.Bpm, sound.PulseClarity, sound.OnsetRate) = (features.Rhythm.Bpm, features.Rhythm.Clarity, features.Rhythm.OnsetRate);
        (sound.Key, sound.IsMajor, sound.Register) = (features.Tonality.Key, features.Tonality.IsMajor, features.Tonality.Register);
        (sound.Loudness, sound.LoudnessRange, sound.Peak) =
            (features.Loudness.Integrated, features.Loudness.Range, features.Loudness.Peak);
        (sound.Brightness, sound.Roughness, sound.Flatness) =
            (features.Timbre.Brightness, features.Timbre.Roughness, features.Timbre.Flatness);
    }

    private sealed record KnownSound(string Hash, int Version, long Length, long Written, bool HasFailed, DateTimeOffset? RetryAt);
}

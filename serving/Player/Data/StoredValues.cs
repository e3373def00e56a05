using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// Values as this version knows them. A database may hold others, written by hand, by an older version or by a newer one: no such
/// row may fail a request, and none is deleted, since a newer version may want it back.
/// </summary>
internal static class StoredValues
{
    private const int MaxCount = 10_000_000;
    private const double MaxMeasure = 1e9;

    /// <summary>The words of a mood; rows with another one are not read.</summary>
    public static IReadOnlyList<Emotion> Moods => Emotions.All;

    /// <summary>The words of a track's source; rows with another one are not read.</summary>
    public static IReadOnlyList<TrackSource> Sources { get; } = Enum.GetValues<TrackSource>();

    private static int Bounded(long number) => (int)Math.Clamp(number, -MaxCount, MaxCount);

    private static double Bounded(double number) => Math.Abs(number) <= MaxMeasure ? number : 0; // NaN too

    private static DateTimeOffset TimeOf(long number) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        number, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    /// <summary>A mood that may be unknown: another word is read as none.</summary>
    internal sealed class Mood() : ValueConverter<Emotion?, string?>(
        mood => mood.ToString(), word => word == null ? null : Emotions.Parse(word));

    /// <summary>Unix milliseconds, within the years of .NET.</summary>
    internal sealed class Time() : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), number => TimeOf(number));

    /// <summary>A measure; 0 for one that is not finite, or beyond any that is meant.</summary>
    internal sealed class Measure() : ValueConverter<double, double>(number => number, number => Bounded(number));

    /// <summary>A number small enough to count with.</summary>
    internal sealed class Count() : ValueConverter<int, int>(number => number, number => Bounded(number));

    /// <summary>The same in SQLite, whose numbers have 64 bits in every column.</summary>
    internal sealed class SqliteCount() : ValueConverter<int, long>(number => number, number => Bounded(number));
}

using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Text;

namespace EmoMusic.Serving.Player;

/// <summary>Conditions for tracks; those that are left out hold.</summary>
/// <param name="Q">Words that must all occur in title, artist or album.</param>
/// <param name="Artist">The artist.</param>
/// <param name="AlbumOf">The id of a track of the album.</param>
/// <param name="Genre">One of the track's genres.</param>
/// <param name="Mood">A mood that it plays for, by the listener's own choices too.</param>
/// <param name="Liked">`true` for what the listener likes.</param>
internal sealed record TrackQuery(string? Q, string? Artist, string? AlbumOf, string? Genre, string? Mood, bool? Liked)
{
    private readonly string[] words = AccentFolding.Fold(Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private readonly string? artist = Artist is null ? null : AccentFolding.Fold(Artist);
    private readonly Emotion? mood = Mood is null ? null : Emotions.Parse(Mood);
    private readonly string? genre = Genre is null ? null : AccentFolding.Fold(Genre);

    public bool Fits(Track track) =>
        (artist is null || (track.Stored.Artist is { } name && AccentFolding.Fold(name) == artist))
        && (genre is null || LibraryGroups.GenresOf(track).Any(each => AccentFolding.Fold(each) == genre))
        && (mood is not { } wanted || track.Plays(wanted))
        && words.All(word => Matches(track, word));

    // The word is folded already: "olaf" finds "Ölaf".
    private static bool Matches(Track track, string word) =>
        new[] { track.Stored.Title, track.Stored.Artist, track.Stored.Album }.Any(text =>
            text is not null && AccentFolding.Fold(text).Contains(word, StringComparison.Ordinal));
}

/// <summary>A part of a long list.</summary>
/// <param name="Skip">How many to leave out.</param>
/// <param name="Take">How many to return, at most 200.</param>
internal sealed record Page(int Skip = 0, int Take = 200)
{
    public IEnumerable<T> Of<T>(IEnumerable<T> all, int most) => all.Skip(Math.Max(0, Skip)).Take(Math.Clamp(Take, 0, most));
}

/// <summary>An artist, an album, a genre or a mood.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Artist">An album's artist; null if there are several, and for the others.</param>
/// <param name="Tracks">How many tracks it has.</param>
/// <param name="CoverUrl">URL of the first cover among them; null if there is none.</param>
/// <param name="TrackId">The id of its first track, by which `albumOf` finds an album.</param>
public sealed record LibraryGroup(string Name, string? Artist, int Tracks, string? CoverUrl, string TrackId)
{
    internal static LibraryGroup From(TrackGroup group) => new(
        group.Name, group.Artist, group.Tracks.Count,
        group.Tracks.FirstOrDefault(track => track.Stored.HasCover) is { } track ? $"/api/tracks/{track.Id}/cover" : null,
        group.Tracks[0].Id);
}

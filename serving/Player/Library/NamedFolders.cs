using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Tells folders of a mood from those of an artist or an album with such a name: Paul Simon's "Surprise", the band Fear. Most
/// tracks of those are tagged with it.
/// </summary>
internal sealed class NamedFolders
{
    private readonly HashSet<string> ofMusicians = []; // "Paul Simon/Surprise"

    /// <param name="tracks">All tracks of the library.</param>
    public NamedFolders(IEnumerable<NamedTrack> tracks)
    {
        var folders = tracks.SelectMany(track => Parents(track.Location)
                .Where(folder => MoodNames.Parse(NameOf(folder)) is not null)
                .Select(folder => (Folder: folder, IsMusicians: track.IsNamed(NameOf(folder)))))
            .GroupBy(each => each.Folder, each => each.IsMusicians);
        ofMusicians = [.. folders.Where(folder => IsMost(folder)).Select(folder => folder.Key)];
    }

    /// <summary>The mood of the nearest folder around a file that is named after one.</summary>
    public Emotion? MoodOf(string location) => Parents(location).Where(folder => !ofMusicians.Contains(folder))
        .Select(folder => MoodNames.Parse(NameOf(folder))).FirstOrDefault(mood => mood is not null);

    /// <summary>Whether a playlist of these tracks is an artist's or an album's, so that its name says nothing.</summary>
    public static bool IsMusicians(string name, IEnumerable<NamedTrack> tracks) => IsMost(tracks.Select(track => track.IsNamed(name)));

    // Tracks without tags have no say.
    private static bool IsMost(IEnumerable<bool?> named)
    {
        var known = named.OfType<bool>().ToList();
        return known.Count(isNamed => isNamed) * 2 > known.Count;
    }

    // The nearest first.
    private static IEnumerable<string> Parents(string location)
    {
        for (var end = location.LastIndexOf('/'); end > 0; end = location.LastIndexOf('/', end - 1))
        {
            yield return location[..end];
        }
    }

    private static string NameOf(string folder) => folder[(folder.LastIndexOf('/') + 1)..];
}

/// <summary>What a track's tags say of whom it is.</summary>
/// <param name="Location">Its path within the library.</param>
internal sealed record NamedTrack(string Location, string? Artist, string? Album)
{
    /// <summary>Whether its artist or album has this name; null if it has neither.</summary>
    public bool? IsNamed(string name) => Artist is null && Album is null ? null
        : IsSame(Album, name) || IsSame(Artist, name) || (Artist?.Split(", ").Any(artist => IsSame(artist, name)) ?? false);

    private static bool IsSame(string? tag, string name) => tag is not null && MoodWord.Normalize(tag) == MoodWord.Normalize(name);
}

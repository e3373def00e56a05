using EmoMusic.Serving.Player.Text;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Finds the library's files by names that other programs, systems and machines gave them.</summary>
internal sealed class LocationIndex(string root, IReadOnlyCollection<MusicFile> files)
{
    private const int MaxCandidates = 1000; // of the same file name, compared for the longest common ending

    private readonly Dictionary<string, MusicFile> exact = files.ToDictionary(file => file.Location);
    private readonly ILookup<string, MusicFile> folded = files.ToLookup(file => Fold(file.Location));
    private readonly ILookup<string, (MusicFile File, string Path)> byName = files
        .Select(file => (file, Path: Plain(file.Location))).ToLookup(each => Fold(NameOf(each.file.Location)));

    /// <summary>
    /// The file of a playlist's entry: at its path, else in other case or with other accents, else the one with the longest
    /// common ending; null if there is none, or several.
    /// </summary>
    /// <param name="playlist">The playlist's location, which relative paths start from.</param>
    /// <param name="entry">A path of any system.</param>
    public MusicFile? Find(string playlist, string entry)
    {
        foreach (var separators in new[] { new[] { '/' }, ['/', '\\'] }) // on Linux, a name may contain a backslash
        {
            if (Inside(playlist, entry, separators) is { } location && AtLocation(location) is { } file)
            {
                return file;
            }
        }

        return ByEnding(entry);
    }

    private MusicFile? AtLocation(string location) => exact.GetValueOrDefault(location)
        ?? (folded[Fold(location)].Take(2).ToList() is [var only] ? only : null);

    // The location within the library that a path leads to; null if it leads out.
    private string? Inside(string playlist, string entry, char[] separators)
    {
        if (entry.StartsWith(root, StringComparison.Ordinal) && entry.Length > root.Length
            && (root.EndsWith('/') || entry[root.Length] is '/' or '\\'))
        {
            return Joined([], entry[root.Length..].Split(separators));
        }

        var isAbsolute = entry.StartsWith('/') || entry.StartsWith('\\') || entry is [_, ':', ..];
        return isAbsolute ? null : Joined(playlist.Split('/')[..^1], entry.Split(separators));
    }

    private static string? Joined(IEnumerable<string> folder, IEnumerable<string> parts)
    {
        var path = folder.ToList();
        foreach (var part in parts)
        {
            if (part == ".." && path.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                path.RemoveAt(path.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                path.Add(part);
            }
        }

        return string.Join('/', path);
    }

    // C:\Music\Abba\SOS.mp3 is Pop/Abba/SOS.mp3 here. A name alone must be the only one of its kind.
    private MusicFile? ByEnding(string entry)
    {
        var wanted = Plain(entry);
        if (wanted.Length == 0)
        {
            return null;
        }

        var candidates = byName[NameOf(wanted)].Take(MaxCandidates)
            .Select(each => (each.File, Common: CommonEnding(each.Path, wanted))).ToList();
        var longest = candidates.Select(candidate => candidate.Common).DefaultIfEmpty().Max();
        return candidates.Where(candidate => candidate.Common == longest).Take(2).ToList() is [var only] ? only.File : null;
    }

    // Folded, with single slashes.
    private static string Plain(string path) =>
        string.Join('/', Fold(path).Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries));

    // The number of names at the end that two paths have in common.
    private static int CommonEnding(string one, string other)
    {
        var (common, same) = (0, 0);
        for (; same < Math.Min(one.Length, other.Length) && one[^(same + 1)] == other[^(same + 1)]; same++)
        {
            common += one[^(same + 1)] == '/' ? 1 : 0;
        }

        return IsStart(one, same) && IsStart(other, same) ? common + 1 : common;
    }

    // Whether a name begins so many characters before the end.
    private static bool IsStart(string path, int fromEnd) => fromEnd == path.Length || path[^(fromEnd + 1)] == '/';

    private static string Fold(string location) => AccentFolding.Fold(RawNames.Display(location));

    private static string NameOf(string location) => location[(location.LastIndexOf('/') + 1)..];
}

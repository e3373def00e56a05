namespace EmoMusic.Serving.Player.Library;

/// <summary>Resolves links anywhere on a path, like realpath(3).</summary>
internal static class RealPath
{
    private const int MaxLinks = 40; // as in Linux

    /// <summary>The path without links; null for a link that leads in a circle. It need not exist.</summary>
    /// <param name="path">A full path.</param>
    public static string? Of(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var left = new Stack<string>(Parts(path[real.Length..]));
        for (var links = 0; left.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            var start = Path.GetPathRoot(target) ?? "";
            real = start.Length > 0 ? start : real;
            foreach (var inner in Parts(target[start.Length..]))
            {
                left.Push(inner);
            }
        }

        return real;
    }

    /// <summary>Whether a path without links is a folder, or below it.</summary>
    public static bool IsInside(string path, string folder)
    {
        var top = Path.TrimEndingDirectorySeparator(folder);
        return path.StartsWith(top, StringComparison.Ordinal)
            && (path.Length == top.Length || path[top.Length] == Path.DirectorySeparatorChar
                || Path.EndsInDirectorySeparator(top));
    }

    // Last first, as a stack wants them.
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            .Where(part => part is not ("" or ".")).Reverse();
}

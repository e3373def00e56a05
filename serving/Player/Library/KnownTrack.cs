namespace EmoMusic.Serving.Player.Library;

/// <summary>What the database has of a track's file.</summary>
internal sealed record KnownTrack(string Id, string Location, long Length, long Written, string ContentHash, bool Gone, bool Described)
{
    /// <summary>Whether a file at its place is still the same, as far as can be told without reading it.</summary>
    public bool IsStill(MusicFile file) => !Gone && Length == file.Length && Written == file.Written;
}

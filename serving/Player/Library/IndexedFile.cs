namespace EmoMusic.Serving.Player.Library;

/// <summary>A track's file as the database has it.</summary>
internal sealed record IndexedFile(
    string Id, string Location, long Length, long Written, string ContentHash, bool Missing, bool Probed, bool Playable,
    string AudioHash, string? MusicBrainzId, string Title, string? Artist, double? Seconds)
{
    /// <summary>Whether the file looks unchanged, judged by size and last write time.</summary>
    public bool IsUnchanged(MusicFile file) => !Missing && Length == file.Length && Written == file.Written;
}

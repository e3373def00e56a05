namespace EmoMusic.Serving.Player.Library;

/// <summary>Progress of a library scan.</summary>
/// <param name="Files">Music files in the library.</param>
/// <param name="Done">New or changed files read so far.</param>
/// <param name="ToRead">New or changed files in total.</param>
/// <param name="Finished">Whether the scan is over.</param>
public sealed record ScanProgress(int Files, int Done, int ToRead, bool Finished);

namespace EmoMusic.Serving.Player.Library;

/// <summary>How far a scan is.</summary>
/// <param name="Files">Music files in the library.</param>
/// <param name="Done">Of those to read, how many were read.</param>
/// <param name="ToRead">Files that are new or changed.</param>
/// <param name="Finished">Whether it is over.</param>
public sealed record ScanProgress(int Files, int Done, int ToRead, bool Finished);

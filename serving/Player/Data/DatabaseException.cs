namespace EmoMusic.Serving.Player.Data;

/// <summary>The database cannot be used as it is. The message says why and what to do.</summary>
internal sealed class DatabaseException(string message) : Exception(message);

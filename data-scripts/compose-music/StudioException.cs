namespace EmoMusic.ComposeMusic;

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class StudioException(string message) : Exception(message);

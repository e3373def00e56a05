namespace EmoMusic.Serving;

/// <summary>The program cannot start. The message says why and what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);

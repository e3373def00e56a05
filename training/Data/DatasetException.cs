namespace EmoMusic.Training.Data;

/// <summary>
/// The data cannot be used. The message tells the user where, what was found and expected, and what to do.
/// </summary>
public sealed class DatasetException(string message, Exception? inner = null) : Exception(message, inner);

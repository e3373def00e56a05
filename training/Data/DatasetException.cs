namespace EmoMusic.Training.Data;

/// <summary>Data that cannot be used. The message is for the user: where, found, expected, what to do.</summary>
public sealed class DatasetException(string message, Exception? inner = null) : Exception(message, inner);

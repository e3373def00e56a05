namespace EmoMusic.Training.Learning;

/// <summary>A run cannot continue. The message tells the user where, what was found, and what to do.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);

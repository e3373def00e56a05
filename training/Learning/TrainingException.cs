namespace EmoMusic.Training.Learning;

/// <summary>A run that cannot go on. The message is for the user: where, what was found, what to do.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);

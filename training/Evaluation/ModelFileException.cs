namespace EmoMusic.Training.Evaluation;

/// <summary>A model file that cannot be used. The message tells the user where, what, and what to do.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);

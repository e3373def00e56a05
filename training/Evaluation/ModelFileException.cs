namespace EmoMusic.Training.Evaluation;

/// <summary>A model file cannot be used. The message tells the user where, what was found, and what to do.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);

namespace EmoMusic.Serving.Detector.Model;

/// <summary>A model file that cannot be served. The message says what was found, what was expected and what to do.</summary>
public sealed class ModelException(string message, Exception? inner = null) : Exception(message, inner);

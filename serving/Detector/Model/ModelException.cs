namespace EmoMusic.Serving.Detector.Model;

/// <summary>A model file that cannot be served. The message says where, what was found, and what to do.</summary>
public sealed class ModelException(string message, Exception? inner = null) : Exception(message, inner);

namespace EmoMusic.Training.Onnx;

/// <summary>A refused export; the message says where, what was found, what was expected and what to do.</summary>
public sealed class OnnxExportException : Exception
{
    public OnnxExportException()
    {
    }

    public OnnxExportException(string message)
        : base(message)
    {
    }

    public OnnxExportException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace TorchSharpToOnnx;

/// <summary>A refused export; the message says where, what was found, what was expected and what to do.</summary>
public sealed class OnnxExportException : Exception
{
    /// <summary>Without a message.</summary>
    public OnnxExportException()
    {
    }

    /// <summary>With a message.</summary>
    public OnnxExportException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public OnnxExportException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

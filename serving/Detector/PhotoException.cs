namespace EmoMusic.Serving.Detector;

/// <summary>A photo that cannot be processed. The message is sent to the client.</summary>
/// <param name="status">The HTTP status: 400, 413 or 415.</param>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class PhotoException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

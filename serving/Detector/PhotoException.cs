namespace EmoMusic.Serving.Detector;

/// <summary>A picture that cannot be read. The message is for whoever sent it.</summary>
/// <param name="status">The HTTP status that says so: 400, 413 or 415.</param>
public sealed class PhotoException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Detector;

/// <summary>The configuration section <c>Detector</c>.</summary>
public sealed class DetectorOptions
{
    /// <summary>The model file, relative to the content root.</summary>
    [Required]
    public string Model { get; set; } = "models/emotion.onnx";

    /// <summary>The folder with the face detector's two ONNX files; if unset, the one that comes with the program.</summary>
    public string? FaceDetector { get; set; }

    /// <summary>
    /// The URL of the detector service, for a process with the player role alone, which forwards photos to it; if unset,
    /// such a process takes no photos.
    /// </summary>
    public Uri? BaseUrl { get; set; }
}

using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Detector;

/// <summary>The configuration section <c>Detector</c>.</summary>
public sealed class DetectorOptions
{
    /// <summary>The model file, relative to the content root.</summary>
    [Required]
    public string Model { get; set; } = "models/emotion.onnx";

    /// <summary>An OpenCV cascade file; if unset, the usual installation folders are searched.</summary>
    public string? Cascade { get; set; }

    /// <summary>Pixels on the longer side of the image that is searched for faces. More finds smaller faces.</summary>
    [Range(100, 4000)]
    public int SearchSide { get; set; } = 640;

    /// <summary>Scale step between two passes, above 1. A smaller step finds more faces, and is slower.</summary>
    [Range(1.01, 2)]
    public double ScaleFactor { get; set; } = 1.1;

    /// <summary>Minimum overlapping detections per face. Fewer finds more faces, and more false ones. Measured: training/LOG.md.</summary>
    [Range(1, 20)]
    public int Neighbours { get; set; } = 7;

    /// <summary>The crop's side, relative to the box. Measured: training/LOG.md.</summary>
    [Range(0.5, 3)]
    public double Margin { get; set; } = 0.95;
}

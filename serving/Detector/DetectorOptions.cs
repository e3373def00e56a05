using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Detector;

/// <summary>The section <c>Detector</c> of the configuration.</summary>
public sealed class DetectorOptions
{
    /// <summary>The model file; relative to the program's content.</summary>
    [Required]
    public string Model { get; set; } = "models/emotion.onnx";

    /// <summary>A cascade file of OpenCV's; unset, it is looked for where systems install it.</summary>
    public string? Cascade { get; set; }

    /// <summary>Pixels on the longer side of the picture that faces are searched in. More finds smaller faces.</summary>
    [Range(100, 4000)]
    public int SearchSide { get; set; } = 640;

    /// <summary>How much larger each pass looks for faces than the one before, above 1. Less finds more, slower.</summary>
    [Range(1.01, 2)]
    public double ScaleFactor { get; set; } = 1.1;

    /// <summary>How many overlapping finds make a face. Fewer finds more, also what is none. Measured: training/LOG.md.</summary>
    [Range(1, 20)]
    public int Neighbours { get; set; } = 7;

    /// <summary>Side of the crop in sides of the box found. Measured: training/LOG.md.</summary>
    [Range(0.5, 3)]
    public double Margin { get; set; } = 0.95;
}

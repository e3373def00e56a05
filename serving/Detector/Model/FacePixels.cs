using Microsoft.ML.Data;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>The network's input: one face, 48 × 48 grey values 0–255, row by row.</summary>
public sealed class FacePixels
{
    [ColumnName(ModelContract.Input), VectorType(1, 1, ModelContract.Side, ModelContract.Side)]
    public float[] Values { get; set; } = new float[ModelContract.Side * ModelContract.Side];
}

/// <summary>The network's output.</summary>
public sealed class EmotionScores
{
    /// <summary>Seven probabilities in the order of <see cref="Emotions.All"/>, regardless of the file's order.</summary>
    [VectorType(7)]
    public float[] Scores { get; set; } = [];

    /// <summary>The hash of the model.</summary>
    public string Model { get; set; } = "";
}

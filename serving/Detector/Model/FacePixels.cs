using Microsoft.ML.Data;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>What the network looks at: one face, 48 × 48 grey values 0–255, row by row.</summary>
public sealed class FacePixels
{
    [ColumnName(ModelContract.Input), VectorType(1, 1, ModelContract.Side, ModelContract.Side)]
    public float[] Values { get; set; } = new float[ModelContract.Side * ModelContract.Side];
}

/// <summary>What it answers.</summary>
public sealed class EmotionScores
{
    /// <summary>Seven probabilities in the order of <see cref="Emotions.All"/>, whatever the file's own order.</summary>
    [VectorType(7)]
    public float[] Scores { get; set; } = [];

    /// <summary>The hash of the model that gave them.</summary>
    public string Model { get; set; } = "";
}

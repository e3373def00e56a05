using EmoMusic.Training.Data;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>A labelled face as a row of ML.NET's.</summary>
public sealed class FaceRow
{
    /// <summary>The column that ML.NET's trainers and judges look for.</summary>
    public const string LabelColumn = nameof(Label);

    private const int Classes = 7;

    /// <summary>float [1, 1, 48, 48], grey values 0–255.</summary>
    [ColumnName(ModelContract.Input), VectorType(1, 1, LabelledImages.Side, LabelledImages.Side)]
    public float[] Pixels { get; set; } = [];

    /// <summary>Counts from 0 here; inside of ML.NET from 1, where 0 is "missing".</summary>
    [KeyType(Classes)]
    public uint Label { get; set; }

    /// <summary>The images one by one, each as often as the rows are asked for.</summary>
    /// <param name="images">The faces.</param>
    /// <param name="labels">Their labels in a model's own order.</param>
    public static IEnumerable<FaceRow> Of(LabelledImages images, IReadOnlyList<int> labels)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            yield return new FaceRow
            {
                Pixels = Array.ConvertAll(images.PixelsOf(i), pixel => (float)pixel),
                Label = (uint)labels[i],
            };
        }
    }
}

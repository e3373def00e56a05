using EmoMusic.Training.Data;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>A labelled face as an ML.NET row.</summary>
public sealed class FaceRow
{
    /// <summary>Default label column of ML.NET's trainers and evaluators.</summary>
    public const string LabelColumn = nameof(Label);

    private const int Classes = 7;

    /// <summary>float [1, 1, 48, 48], grey values 0–255.</summary>
    [ColumnName(ModelContract.Input), VectorType(1, 1, LabelledImages.Side, LabelledImages.Side)]
    public float[] Pixels { get; set; } = [];

    /// <summary>Counts from 0 here; ML.NET's keys count from 1, and 0 is missing.</summary>
    [KeyType(Classes)]
    public uint Label { get; set; }

    /// <summary>Streams the images, again for each enumeration.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">Their labels in the model's order.</param>
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

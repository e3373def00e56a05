using EmoMusic.Training.Data;
using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Training.Evaluation;

/// <summary>An exported model, opened by ONNX Runtime and known to keep the <see cref="ModelContract"/>.</summary>
public sealed class ModelFile : IDisposable
{
    /// <summary>Images that <see cref="Predict"/> scores at once.</summary>
    public const int BatchSize = 256;

    private const double SumTolerance = 1e-3; // float32 softmax of seven is off by some 1e-7; this finds missing ones

    private readonly InferenceSession session;

    private ModelFile(string path, InferenceSession session, IReadOnlyList<string> labels)
    {
        this.session = session;
        FullPath = path;
        Labels = labels;
        Metadata = session.ModelMetadata.CustomMetadataMap;
    }

    /// <summary>Where it lies.</summary>
    public string FullPath { get; }

    /// <summary>The emotions in the order of the output, from the file's metadata.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>All of the file's metadata; every one of <see cref="ModelContract.MetadataKeys"/> is there.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a model file.</summary>
    /// <exception cref="ModelFileException">No such file, no ONNX model, or one that breaks the contract.</exception>
    public static ModelFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelFileException(
                $"{path}: found no such file, expected an ONNX model. "
                + "Give the model.onnx that a run or the command export wrote.");
        }

        var session = Load(path);
        try
        {
            return new ModelFile(Path.GetFullPath(path), session, ModelContract.Check(session, path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Scores images in batches of <see cref="BatchSize"/>.</summary>
    /// <returns>float [n, 7], row by row, in the order of <see cref="Labels"/>.</returns>
    /// <exception cref="ModelFileException">An image's scores are no probabilities.</exception>
    public float[] Predict(LabelledImages images)
    {
        var scores = new float[images.Count * Labels.Count];
        var pixels = new float[Math.Min(BatchSize, images.Count) * LabelledImages.Size]; // reused by every batch
        using var run = new RunOptions();
        for (var first = 0; first < images.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Count - first);
            ToFloats(images, first, pixels.AsSpan(0, count * LabelledImages.Size));

            // Both tensors lie in our arrays: nothing is allocated or copied.
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, pixels.AsMemory(0, count * LabelledImages.Size),
                [count, 1, LabelledImages.Side, LabelledImages.Side]);
            using var output = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, scores.AsMemory(first * Labels.Count, count * Labels.Count),
                [count, Labels.Count]);
            session.Run(run, [ModelContract.Input], [input], [ModelContract.Output], [output]);
        }

        CheckSums(scores);
        return scores;
    }

    /// <summary>The images' labels as indices into the model's own <see cref="Labels"/>.</summary>
    /// <exception cref="ModelFileException">The model has other emotions than the images.</exception>
    public int[] LabelsOf(LabelledImages images)
    {
        var indices = Emotions.Names.Select(emotion => Labels.ToList().IndexOf(emotion)).ToArray();
        if (indices.Contains(-1))
        {
            throw new ModelFileException(
                $"{FullPath}, metadata: found the labels {string.Join(", ", Labels)}, expected those of the images: "
                + $"{string.Join(", ", Emotions.Names)}. Take a model that was trained on FER-2013.");
        }

        return [.. images.Labels.data<long>().Select(label => indices[label])];
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static InferenceSession Load(string path)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFileException(
                $"{path}: found no ONNX model that ONNX Runtime {OrtEnv.Instance().GetVersionString()} can load, "
                + "expected one. Take a file that a run or the command export wrote. "
                + $"Its own words: {error.Message}", error);
        }
    }

    private static void ToFloats(LabelledImages images, int first, Span<float> target)
    {
        var bytes = images.Pixels.bytes.Slice(first * LabelledImages.Size, target.Length);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = bytes[i];
        }
    }

    private void CheckSums(ReadOnlySpan<float> scores)
    {
        for (var first = 0; first < scores.Length; first += Labels.Count)
        {
            var (sum, lowest) = (0.0, 0f);
            foreach (var score in scores.Slice(first, Labels.Count))
            {
                sum += score;
                lowest = Math.Min(lowest, score);
            }

            if (!(Math.Abs(sum - 1) < SumTolerance) || lowest < 0) // "not less" is true of NaN as well
            {
                throw new ModelFileException(
                    $"{FullPath}, image {(first / Labels.Count) + 1}: found scores from {lowest:g4} "
                    + $"that sum to {sum:g4}, expected probabilities that sum to 1. "
                    + "Export the model with the softmax inside.");
            }
        }
    }
}

using EmoMusic.Training.Data;
using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Training.Evaluation;

/// <summary>An exported model in an ONNX Runtime session, validated against the <see cref="ModelContract"/>.</summary>
public sealed class ModelFile : IDisposable
{
    /// <summary>Batch size of <see cref="Predict"/>.</summary>
    public const int BatchSize = 256;

    private const double SumTolerance = 1e-3; // float32 softmax is off by about 1e-7; this detects a missing one

    private readonly InferenceSession session;

    private ModelFile(string path, InferenceSession session, IReadOnlyList<string> labels)
    {
        this.session = session;
        FullPath = path;
        Labels = labels;
        Metadata = session.ModelMetadata.CustomMetadataMap;
    }

    /// <summary>Full path of the file.</summary>
    public string FullPath { get; }

    /// <summary>The emotions in output order, from the metadata.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>All metadata, including every one of <see cref="ModelContract.MetadataKeys"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a model file.</summary>
    /// <exception cref="ModelFileException">No such file, no ONNX model, or one that breaks the contract.</exception>
    public static ModelFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelFileException(
                $"{path}: no such file, expected an ONNX model. "
                + "Pass a model.onnx written by a run or by the export command.");
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

    /// <summary>Predicts in batches of <see cref="BatchSize"/>.</summary>
    /// <returns>float [n, 7], row by row, in the order of <see cref="Labels"/>.</returns>
    /// <exception cref="ModelFileException">Outputs are not probabilities.</exception>
    public float[] Predict(LabelledImages images)
    {
        var scores = new float[images.Count * Labels.Count];
        var pixels = new float[Math.Min(BatchSize, images.Count) * LabelledImages.Size]; // reused by every batch
        using var run = new RunOptions();
        for (var first = 0; first < images.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Count - first);
            ToFloats(images, first, pixels.AsSpan(0, count * LabelledImages.Size));

            // Both tensors wrap our arrays: no allocation, no copy.
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, pixels.AsMemory(0, count * LabelledImages.Size),
                [count, 1, LabelledImages.Side, LabelledImages.Side]);
            using var output = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, scores.AsMemory(first * Labels.Count, count * Labels.Count),
                [count, Labels.Count]);
            Run(run, input, output);
        }

        CheckSums(scores);
        return scores;
    }

    /// <summary>The images' labels as indices into the model's <see cref="Labels"/>.</summary>
    /// <exception cref="ModelFileException">The model's emotions differ from those of the images.</exception>
    public int[] LabelsOf(LabelledImages images)
    {
        var indices = Emotions.Names.Select(emotion => Labels.ToList().IndexOf(emotion)).ToArray();
        if (indices.Contains(-1))
        {
            throw new ModelFileException(
                $"{FullPath}, metadata: found the labels {string.Join(", ", Labels)}, expected those of the images: "
                + $"{string.Join(", ", Emotions.Names)}. Use a model trained on FER-2013.");
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
                $"{path}: not an ONNX model that ONNX Runtime {OrtEnv.Instance().GetVersionString()} can load. "
                + $"Use a file written by a run or by the export command. Details: {error.Message}", error);
        }
    }

    // A graph may have the right input and output, and not be computable in between.
    private void Run(RunOptions run, OrtValue input, OrtValue output)
    {
        try
        {
            session.Run(run, [ModelContract.Input], [input], [ModelContract.Output], [output]);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFileException($"{FullPath}: the model cannot be computed. Use a file written by a run or by the export command. "
                + $"Details: {error.Message}", error);
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

            if (!(Math.Abs(sum - 1) < SumTolerance) || lowest < 0) // "not less" also catches NaN
            {
                throw new ModelFileException(
                    $"{FullPath}, image {(first / Labels.Count) + 1}: found outputs with minimum {lowest:g4} "
                    + $"and sum {sum:g4}, expected probabilities with sum 1. "
                    + "Export the model with its softmax.");
            }
        }
    }
}

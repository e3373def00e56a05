using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Pipeline;

/// <summary>
/// Teacher models for knowledge distillation. Their predictions for the clean training images are the soft targets.
/// Sources: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015); Furlanello et al.,
/// "Born-Again Neural Networks" (2018), for teachers of the student's size.
/// </summary>
public static class Teachers
{
    private const string Folder = "teachers";

    /// <summary>Validates the files.</summary>
    /// <exception cref="ModelFileException">One is not a model of the seven emotions in FER-2013's order.</exception>
    public static void Validate(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            Open(file).Dispose();
        }
    }

    /// <summary>Copies the files into the run's folder, so that it can be resumed without the originals.</summary>
    public static void CopyTo(RunFolder run, IReadOnlyList<string> files)
    {
        foreach (var (number, file) in files.Index())
        {
            Directory.CreateDirectory(run.File(Folder));
            File.Copy(file, Path.Combine(run.File(Folder), $"{number + 1}.onnx"));
        }
    }

    /// <summary>The teachers in a run's folder.</summary>
    public static IReadOnlyList<string> FilesOf(RunFolder run) => !Directory.Exists(run.File(Folder)) ? []
        : [.. Directory.GetFiles(run.File(Folder)).Order(StringComparer.Ordinal)];

    /// <summary>Mean prediction of the run's teachers.</summary>
    /// <returns>Probabilities, float [n, 7]; null if the run has no teacher.</returns>
    /// <exception cref="ModelFileException">A file is corrupt.</exception>
    public static Tensor? Predict(RunFolder run, LabelledImages images)
    {
        if (FilesOf(run) is not { Count: > 0 } files)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var predictions = files.Select(file =>
        {
            using var teacher = Open(file);
            return tensor(teacher.Predict(images), [images.Count, Emotions.Count]);
        });
        return stack([.. predictions]).mean([0]).MoveToOuterDisposeScope();
    }

    private static ModelFile Open(string file)
    {
        var model = ModelFile.Open(file);
        if (model.Labels.SequenceEqual(Emotions.Names))
        {
            return model;
        }

        model.Dispose();
        throw new ModelFileException($"{file}, metadata: found the labels {string.Join(", ", model.Labels)}, expected "
            + $"{string.Join(", ", Emotions.Names)}. Use a model exported by this program.");
    }
}

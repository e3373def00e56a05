using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Runs;

/// <summary>
/// Models whose answers a run learns beside the labels: they know that a face is half sad, half neutral, and where a label is
/// wrong. Sources: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015); Furlanello et al.,
/// "Born-Again Neural Networks" (2018), for teachers of the pupil's own size. They look at each image once, as it is.
/// </summary>
public static class Teachers
{
    private const string Folder = "teachers";

    /// <summary>Looks at the files before anything else is done.</summary>
    /// <exception cref="ModelFileException">One is no model of the seven emotions in their usual order.</exception>
    public static void Validate(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            Open(file).Dispose();
        }
    }

    /// <summary>Keeps copies in the run's folder, so that it goes on with the same ones whatever becomes of the files.</summary>
    public static void CopyTo(RunFolder run, IReadOnlyList<string> files)
    {
        foreach (var (number, file) in files.Index())
        {
            Directory.CreateDirectory(run.File(Folder));
            File.Copy(file, Path.Combine(run.File(Folder), $"{number + 1}.onnx"));
        }
    }

    /// <summary>The copies in a run's folder.</summary>
    public static IReadOnlyList<string> FilesOf(RunFolder run) => !Directory.Exists(run.File(Folder)) ? []
        : [.. Directory.GetFiles(run.File(Folder)).Order(StringComparer.Ordinal)];

    /// <summary>The mean of what the run's teachers say of the images.</summary>
    /// <returns>Probabilities, float [n, 7]; null where the run has no teacher.</returns>
    /// <exception cref="ModelFileException">A copy is damaged.</exception>
    public static Tensor? Predict(RunFolder run, LabelledImages images)
    {
        if (FilesOf(run) is not { Count: > 0 } files)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var answers = files.Select(file =>
        {
            using var teacher = Open(file);
            return tensor(teacher.Predict(images), [images.Count, Emotions.Count]);
        });
        return stack([.. answers]).mean([0]).MoveToOuterDisposeScope();
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
            + $"{string.Join(", ", Emotions.Names)}. Take a model that this program exported.");
    }
}

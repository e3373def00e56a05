using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Pipeline;

/// <summary>Knowledge distillation.</summary>
public sealed class TeachersTests : IDisposable
{
    private static readonly TrainingOptions Options =
        new() { Epochs = 1, BatchSize = 8, Threads = 1, LearningRate = 1e-3, DistillationWeight = 1 };

    private readonly TemporaryFolder folder = new();
    private readonly Dataset data = Samples.FewFaces();

    public void Dispose()
    {
        folder.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Soft_targets_are_the_mean_prediction_of_the_copied_models()
    {
        var (run, first, second) = (NewRun(), Trained(seed: 1), Trained(seed: 2));
        Teachers.CopyTo(run, [first, second]);
        var expected = Predictions(first).Zip(Predictions(second), (one, other) => (one + other) / 2);
        File.Delete(first);

        using var softTargets = Teachers.Predict(run, data.Training);

        Assert.Equal([data.Training.Count, Emotions.Count], softTargets!.shape);
        Assert.All(expected.Zip(softTargets.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_run_without_teachers_has_no_soft_targets() => Assert.Null(Teachers.Predict(NewRun(), data.Training));

    [Fact]
    public void With_weight_1_the_student_learns_the_soft_targets_and_not_the_labels()
    {
        var options = Options with { Epochs = 12 };
        using var classes = zeros(data.Training.Count, ScalarType.Int64);
        using var softTargets = nn.functional.one_hot(classes, Emotions.Count).to(ScalarType.Float32);
        using var student = new TrainingState(options, data.Fingerprint);

        Trainer.Train(
            student, options, data with { SoftTargets = softTargets }, new NoDisplay(), () => { }, CancellationToken.None);

        using var logits = Trainer.Logits(student.Network, data.Training);
        Assert.All(logits.argmax(1).data<long>(), prediction => Assert.Equal(0, prediction));
    }

    [Fact]
    public void A_file_that_is_not_a_model_is_refused()
    {
        File.WriteAllText(folder["text.onnx"], "no model");

        var error = Assert.Throws<ModelFileException>(() => Teachers.Validate([folder["text.onnx"]]));

        Assert.StartsWith($"{folder["text.onnx"]}: not an ONNX model that ONNX Runtime", error.Message, StringComparison.Ordinal);
    }

    private RunFolder NewRun()
    {
        var request = new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, Options);
        return RunFolder.NewIn(folder.Path, request).Create(request);
    }

    private string Trained(int seed)
    {
        var options = Options with { Seed = seed };
        using var state = new TrainingState(options, data.Fingerprint);
        Trainer.Train(state, options, data, new NoDisplay(), () => { }, CancellationToken.None);
        var path = folder[$"{seed}.onnx"];
        ExportStage.Run(path, state, new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, options));
        return path;
    }

    private float[] Predictions(string path)
    {
        using var model = ModelFile.Open(path);
        return model.Predict(data.Training);
    }
}

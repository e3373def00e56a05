using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Runs;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Runs;

/// <summary>A network that knows no label, and is taught.</summary>
public sealed class TeachersTests : IDisposable
{
    private static readonly TrainingOptions Options =
        new() { Epochs = 1, BatchSize = 8, Threads = 1, LearningRate = 1e-3, DistillationWeight = 1 };

    private readonly TemporaryFolder folder = new();
    private readonly Dataset data = Some.FewFaces();

    public void Dispose()
    {
        folder.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Their_answers_are_the_mean_of_the_models_that_were_kept()
    {
        var (run, first, second) = (NewRun(), Trained(seed: 1), Trained(seed: 2));
        Teachers.CopyTo(run, [first, second]);
        var expected = Answers(first).Zip(Answers(second), (one, other) => (one + other) / 2);
        File.Delete(first);

        using var answers = Teachers.Predict(run, data.Training);

        Assert.Equal([data.Training.Count, Emotions.Count], answers!.shape);
        Assert.All(expected.Zip(answers.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_run_without_any_has_no_answers() => Assert.Null(Teachers.Predict(NewRun(), data.Training));

    [Fact]
    public void Taught_by_one_that_is_sure_a_network_learns_its_answers_and_not_the_labels()
    {
        using var answers = nn.functional.one_hot(zeros(data.Training.Count, ScalarType.Int64), Emotions.Count).to(ScalarType.Float32);
        using var taught = new TrainingState(Options with { Epochs = 12 }, data.Fingerprint);

        Trainer.Train(taught, Options with { Epochs = 12 }, data with { SoftTargets = answers }, new NoDisplay(), () => { }, CancellationToken.None);

        using var logits = Trainer.Logits(taught.Network, data.Training, fearLogitBias: 0);
        Assert.All(logits.argmax(1).data<long>(), answer => Assert.Equal(0, answer));
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        File.WriteAllText(folder["text.onnx"], "no model");

        var error = Assert.Throws<ModelFileException>(() => Teachers.Validate([folder["text.onnx"]]));

        Assert.StartsWith($"{folder["text.onnx"]}: found no ONNX model that ONNX Runtime", error.Message, StringComparison.Ordinal);
    }

    private RunFolder NewRun() =>
        RunFolder.Create(folder.Path, new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, Options));

    private string Trained(int seed)
    {
        var options = Options with { Seed = seed };
        using var state = new TrainingState(options, data.Fingerprint);
        Trainer.Train(state, options, data, new NoDisplay(), () => { }, CancellationToken.None);
        var path = folder[$"{seed}.onnx"];
        ModelExport.Write(path, state, new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, options));
        return path;
    }

    private float[] Answers(string path)
    {
        using var model = ModelFile.Open(path);
        return model.Predict(data.Training);
    }
}

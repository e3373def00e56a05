using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Scripts.Tests;

public sealed class DrawPipelineTests(Scripts scripts) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_gives_all_images()
    {
        var result = Draw(Run("original"));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            ["augmented.png", "face.png", "features.png", "scores.png"],
            Directory.GetFiles(folder["pictures"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder["pictures"]), file => Assert.Equal("PNG"u8, File.ReadAllBytes(file).AsSpan(1, 3)));
    }

    [Fact]
    public void A_run_of_another_network_is_an_error()
    {
        var run = Run("compact", epochs: 0);

        Assert.Equal(
            (1, $"{run.Path}: found a run of the network compact, expected original. Pass another run."),
            (Draw(run).ExitCode, Draw(run).Errors));
    }

    [Fact]
    public void A_folder_that_is_not_a_run_is_an_error()
    {
        var result = scripts.Run("draw-pipeline", folder.Path, "none");

        Assert.Equal(
            (1, "none: found no options.json, expected the folder of a run, such as runs/20261122-194815-original."),
            (result.ExitCode, result.Errors));
    }

    private Scripts.Result Draw(RunFolder run) =>
        scripts.Run("draw-pipeline", folder.Path, run.Path, "--output", folder["pictures"]);

    private RunFolder Run(string network, int epochs = 1)
    {
        var options = TrainingOptions.For(network) with { Epochs = 1, Threads = 1 };
        var request = new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, options);
        var run = RunFolder.NewIn(folder.Path, request).Create(request);
        if (epochs > 0)
        {
            using var data = Splits.Split(SyntheticFaces.Rows(seed: 1, training: 14, validation: 7), "synthetic faces", seed: 1);
            using var state = new TrainingState(options, data.Fingerprint);
            Trainer.Train(state, options, data, new NoDisplay(), () => run.SaveCheckpoint(state), CancellationToken.None);
            ExportStage.Run(run.Model, state, request);
        }

        return run;
    }
}

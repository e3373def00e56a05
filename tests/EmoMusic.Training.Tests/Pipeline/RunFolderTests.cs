using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Training.Tests.Pipeline;

public sealed class RunFolderTests : IDisposable
{
    private static readonly RunRequest Request = new(
        "data", SkipBadRows: false, new DateTime(2026, 11, 22, 19, 48, 15, DateTimeKind.Utc), new TrainingOptions());

    private readonly TemporaryFolder folder = new();
    private readonly TrainingState state = new(new TrainingOptions(), new DatasetFingerprint("some", 1));

    public void Dispose()
    {
        state.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Its_name_has_time_and_network_and_is_unique()
    {
        var first = RunFolder.NewIn(folder.Path, Request).Create(Request);
        var second = RunFolder.NewIn(folder.Path, Request).Create(Request);

        Assert.Equal(folder["20261122-194815-original"], first.Path);
        Assert.Equal(folder["20261122-194815-original-2"], second.Path);
        Assert.Equal(Request, RunFolder.Open(first.Path).ReadRequest());
    }

    [Fact]
    public void A_full_disk_is_an_error_and_the_previous_checkpoint_is_intact()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "only Linux has a disk that is always full");

        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);
        run.SaveCheckpoint(state);
        var good = File.ReadAllBytes(run.Checkpoint);
        state.History.Add(new EpochRecord(1, 1, 0.5, 1, 0.5, 1e-4, 1, 1));
        File.CreateSymbolicLink(run.Checkpoint + ".unfinished", "/dev/full");

        var error = Assert.Throws<TrainingException>(() => run.SaveCheckpoint(state));

        Assert.Equal(
            $"{run.Checkpoint}: cannot save epoch 1 (No space left on device : '{run.Checkpoint}.unfinished'); "
            + $"the previous checkpoint is intact. Free some disk space and run --resume {run.Path}",
            error.Message);
        Assert.Equal(good, File.ReadAllBytes(run.Checkpoint));
    }

    [Theory]
    [InlineData("\"batchSize\": 64", "\"batchSize\": 0", "The field BatchSize must be between 1 and 65536")]
    [InlineData("\"network\": \"original\"", "\"network\": \"huge\"", "found the network 'huge', expected one of original, compact, wide")]
    public void Options_that_the_command_line_refuses_are_refused_in_the_file_too(string before, string after, string mistake)
    {
        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);
        var file = Path.Combine(run.Path, "options.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal));

        var error = Assert.Throws<TrainingException>(run.ReadRequest);

        Assert.Equal($"{file}: {mistake}. Restore the file, or start a new run.", error.Message);
    }

    [Fact]
    public void Two_processes_do_not_train_one_run()
    {
        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);
        using (run.Lock())
        {
            var error = Assert.Throws<TrainingException>(run.Lock);

            Assert.Equal($"{run.Path}: another process trains this run. Wait for it, or end it first.", error.Message);
        }

        run.Lock().Dispose();
        Assert.False(File.Exists(run.File("lock")));
    }

    [Fact]
    public void Invalid_options_are_an_error()
    {
        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);
        File.WriteAllText(Path.Combine(run.Path, "options.json"), "{");

        var error = Assert.Throws<TrainingException>(run.ReadRequest);

        Assert.StartsWith(
            $"{run.Path}{Path.DirectorySeparatorChar}options.json: found invalid JSON (",
            error.Message, StringComparison.Ordinal);
        Assert.EndsWith("). Start a new run.", error.Message, StringComparison.Ordinal);
    }
}

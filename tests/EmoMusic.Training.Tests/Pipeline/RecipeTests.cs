using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console;

namespace EmoMusic.Training.Tests.Pipeline;

public sealed class RecipeTests : IDisposable
{
    private static readonly TrainingOptions Short = new() { Epochs = 1, BatchSize = 8, Threads = 1 };

    private static readonly Recipe Two = new("two",
    [
        new("first", Short),
        new("second", Short with { Epochs = 2 }, Continues: true),
    ]);

    private readonly TemporaryFolder folder = new();

    public RecipeTests() => File.WriteAllText(folder["few.csv"], Samples.SmallCsv());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_stage_starts_from_the_one_before_and_learns_from_it()
    {
        var output = Run();

        Assert.Contains("stage 2 of 2: second", output, StringComparison.Ordinal);
        Assert.Contains("distilling from teachers", output, StringComparison.Ordinal);
        Assert.Null(Stage("first").ReadRequest().From);
        Assert.Equal(Stage("first").Path, Stage("second").ReadRequest().From);
        Assert.Equal(
            File.ReadAllBytes(Stage("first").Model), File.ReadAllBytes(Assert.Single(Teachers.FilesOf(Stage("second")))));
    }

    [Fact]
    public void The_same_command_skips_finished_stages_and_resumes_an_interrupted_one()
    {
        Run();
        var first = File.GetLastWriteTimeUtc(Stage("first").Model);
        var weights = File.ReadAllBytes(Stage("second").Model);
        File.Delete(Stage("second").File("report.html"));

        var output = Run();

        Assert.Contains("finished already", output, StringComparison.Ordinal);
        Assert.Contains("resuming after epoch 2 of 2", output, StringComparison.Ordinal);
        Assert.Equal(first, File.GetLastWriteTimeUtc(Stage("first").Model));
        Assert.Equal(weights, File.ReadAllBytes(Stage("second").Model));
    }

    [Theory]
    [InlineData("--recipe served has its own options, found --epochs. Remove them, or start a new run.", "--epochs", "3")]
    [InlineData(
        "--recipe served needs FER-2013 and FER+'s votes, found no votes. Pass --data and --votes.", "--data", "few.csv")]
    [InlineData(
        "--recipe served needs FER-2013 and FER+'s votes, found no FER-2013. Pass --data and --votes.", "--votes", "v.csv")]
    public void What_a_recipe_needs_is_said(string error, string flag, string value)
    {
        var result = TrainingProgram.Run(folder.Path, "--recipe", "served", flag, value);

        Assert.Equal((1, error), (result.ExitCode, result.Errors.Trim()));
    }

    private RunFolder Stage(string name) => new(Path.Combine(folder.Path, "two", name));

    private string Run()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        var request = new RunRequest(folder["few.csv"], SkipBadRows: false, DateTime.UnixEpoch, Short);

        Assert.Equal(0, Two.Run(request, folder.Path, promote: false, console));
        return text.ToString();
    }
}

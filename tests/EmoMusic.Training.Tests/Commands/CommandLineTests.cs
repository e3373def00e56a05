using System.CommandLine;
using EmoMusic.Training.Benchmarks;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Learning;
using Spectre.Console;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Commands;

/// <summary>Bad values are refused by every command.</summary>
public sealed class CommandLineTests
{
    private readonly RootCommand program = new();

    public CommandLineTests()
    {
        var console = new TestConsole();
        TrainCommand.AddTo(program, console);
        foreach (var create in (Func<IAnsiConsole, Command>[])[
            EvaluateCommand.Create, BaselineCommand.Create, ExportCommand.Create, ReportCommand.Create,
            CompareCommand.Create, PromoteCommand.Create, BenchmarkCommand.Create])
        {
            program.Add(create(console));
        }

        CommandLine.AddChecks(program);
    }

    [Fact]
    public void A_decimal_comma_is_refused_by_every_number()
    {
        var numbers = Flags(typeof(double)).Select(flag => (flag, "a number with a decimal point, such as 0.001"))
            .Concat(Flags(typeof(int)).Select(flag => (flag, "a whole number"))).ToList();

        Assert.InRange(numbers.Count, 30, 100);
        Assert.All(numbers, number =>
        {
            var ((command, flag), expected) = number;
            Assert.Equal([$"{flag}: found '0,001', expected {expected}."], ErrorsOf([.. command, flag, "0,001"]));
        });
    }

    [Fact]
    public void An_empty_value_is_refused_by_every_flag_and_argument()
    {
        var flags = Flags(typeof(string)).Concat(Flags(typeof(string[]))).ToList();

        Assert.InRange(flags.Count, 15, 100);
        Assert.All(flags.Where(one => one.Command is not ["evaluate", ..]), one => Assert.Equal(
            [$"{one.Flag}: found an empty value. Pass one, or leave {one.Flag} out."],
            ErrorsOf([.. one.Command, one.Flag, ""])));
        Assert.Equal(
            ["--model: found an empty value. Pass one.", "--data: found an empty value. Pass one."],
            ErrorsOf(["evaluate", "--model", "", "--data", ""]));
        Assert.All(["export", "report", "promote"], command => Assert.Equal(
            ["run: found an empty value. Pass one."], ErrorsOf([command, " "])));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_refused_and_so_is_a_number_in_its_place()
    {
        const string Expected = "expected Adam, AdamW or Sgd.";

        Assert.Equal([$"--optimizer: found 'Lion', {Expected}"], ErrorsOf(["--optimizer", "Lion"]));
        Assert.Equal([$"--optimizer: found '1', {Expected}"], ErrorsOf(["--optimizer", "1"]));
        Assert.Equal([$"--optimizer: found 'Adam,Sgd', {Expected}"], ErrorsOf(["--optimizer", "Adam,Sgd"]));
        Assert.Empty(ErrorsOf(["--optimizer", "sgd"]));
        Assert.Equal(
            ["--usage: found 'Test', expected Training, PublicTest or PrivateTest."],
            ErrorsOf(["evaluate", "--model", "m.onnx", "--data", "d.csv", "--usage", "Test"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    public void More_than_four_threads_a_core_or_none_are_refused(int perCore)
    {
        var (cores, threads) = (Environment.ProcessorCount, perCore * Environment.ProcessorCount);

        Assert.Equal(
            [$"--threads: found {threads}, expected 1 to {4 * cores}, 4 times this machine's {cores} cores."],
            ErrorsOf(["--threads", $"{threads}"]));
        Assert.Empty(ErrorsOf(["--threads", $"{4 * cores}"]));
    }

    [Fact]
    public void Good_values_are_accepted() => Assert.Empty(ErrorsOf(
        ["--learning-rate", "1e-3", "--seed", "-7", "--mixup", ".2", "--network", "compact", "--data", "my data.csv"]));

    [Fact]
    public void A_binary_file_as_any_input_shows_no_control_characters()
    {
        using var folder = new TemporaryFolder();
        var bytes = Enumerable.Range(0, 4000).Select(i => (byte)(i * 7)).ToArray();
        File.WriteAllBytes(folder["b"], [.. "\u001b]0;owned\u0007\u001b[2J,"u8, .. bytes]);
        File.WriteAllText(folder["fer2013.csv"], Samples.SmallCsv());
        Directory.CreateDirectory(folder["run"]);
        File.Copy(folder["b"], folder[Path.Combine("run", "options.json")]);
        string[][] lines =
        [
            ["--data", "b"], ["--data", "fer2013.csv", "--votes", "b"], ["--from", "b"], ["--teacher", "b"], ["--resume", "run"],
            ["evaluate", "--model", "b", "--data", "fer2013.csv"], ["evaluate", "--model", "b", "--data", "b"], ["report", "run"],
            ["baseline", "--data", "b", "--skip-bad-rows"], ["benchmark", "--data", "b"],
        ];

        Parallel.ForEach(lines, new() { MaxDegreeOfParallelism = 2 }, line =>
        {
            var result = TrainingProgram.Run(folder.Path, line);

            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.InRange(result.Errors.Length, 20, 1000);
            Assert.DoesNotContain(result.Errors.TrimEnd('\n'), char.IsControl);
        });
    }

    private string[] ErrorsOf(string[] line) => [.. program.Parse(line).Errors.Select(error => error.Message)];

    private IEnumerable<(string[] Command, string Flag)> Flags(Type type) =>
        from command in program.Subcommands.Prepend(program)
        from option in command.Options
        where (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) == type
        select (Line(command), option.Name);

    // With what the command requires, so that nothing else is wrong.
    private string[] Line(Command command) => command == program ? [] : command.Name switch
    {
        "evaluate" => ["evaluate", "--model", "m.onnx", "--data", "d.csv"],
        "compare" => ["compare", "one", "other"],
        "export" or "report" or "promote" => [command.Name, "run"],
        var name => [name],
    };
}

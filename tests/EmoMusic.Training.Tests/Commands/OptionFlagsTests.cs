using System.CommandLine;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Training.Tests.Commands;

public sealed class OptionFlagsTests
{
    private static readonly RunFolder NoFolder = new("/runs/20261123-150046-original");

    private readonly OptionFlags flags = new();
    private readonly RootCommand program = new();

    public OptionFlagsTests()
    {
        foreach (var flag in flags.All)
        {
            program.Add(flag);
        }
    }

    [Fact]
    public void Every_option_is_a_flag_with_its_default_in_the_help()
    {
        using var help = new StringWriter();
        program.Parse("--help").Invoke(new() { Output = help });

        var lines = help.ToString().Split('\n');
        foreach (var (property, flag) in typeof(TrainingOptions).GetProperties().Zip(flags.All))
        {
            var line = Assert.Single(lines, line => line.TrimStart().StartsWith(flag.Name + " ", StringComparison.Ordinal));
            var value = property.GetValue(new TrainingOptions());
            Assert.Contains(value is false ? flag.Description! : $"[default: {value}]", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_flags_all_options_are_defaults() =>
        Assert.Equal(new TrainingOptions(), flags.Read(program.Parse("")));

    [Fact]
    public void Flags_set_the_options_they_name()
    {
        var line = program.Parse(
            "--batch-size 128 --optimizer sgd --learning-rate 0.03 --horizontal-flip --ema-decay 0.999");

        Assert.Equal(
            new TrainingOptions
            {
                BatchSize = 128,
                Optimizer = OptimizerKind.Sgd,
                LearningRate = 0.03,
                HorizontalFlip = true,
                EmaDecay = 0.999,
            },
            flags.Read(line));
        Assert.Equal(
            ["--batch-size", "--optimizer", "--learning-rate", "--horizontal-flip", "--ema-decay"], flags.Given(line));
    }

    [Fact]
    public void A_network_has_its_recipe_and_flags_override_it()
    {
        var options = flags.Read(program.Parse("--network compact --epochs 2"));

        Assert.Equal(TrainingOptions.For("compact") with { Epochs = 2 }, options);
        Assert.Equal(
            "dotnet run --project training -- --network compact --epochs 2",
            ReproduceCommand.Of(NoFolder, new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, options)));
    }

    [Fact]
    public void The_command_line_of_a_run_reproduces_its_options()
    {
        var options = new TrainingOptions
        {
            Epochs = 3,
            Optimizer = OptimizerKind.AdamW,
            HorizontalFlip = true,
            Seed = 7,
        };

        var request = new RunRequest("/home/of/data/fer2013.zip", SkipBadRows: true, DateTime.UnixEpoch, options);
        var command = ReproduceCommand.Of(NoFolder, request);

        Assert.Equal(
            "dotnet run --project training -- --data fer2013.zip --skip-bad-rows "
            + "--epochs 3 --optimizer AdamW --horizontal-flip True --seed 7",
            command);
        Assert.Equal(options, flags.Read(program.Parse(command[command.IndexOf("--epochs", StringComparison.Ordinal)..])));
    }

    [Fact]
    public void The_command_line_of_a_distilled_run_has_its_pretrained_weights_and_teachers()
    {
        using var folder = new TemporaryFolder();
        var request = new RunRequest(null, SkipBadRows: false, DateTime.UnixEpoch, new TrainingOptions())
        {
            From = folder["earlier"],
        };
        var run = RunFolder.NewIn(folder.Path, request).Create(request);
        File.WriteAllText(folder["model.onnx"], "");
        Teachers.CopyTo(run, [folder["model.onnx"], folder["model.onnx"]]);
        var name = Path.GetFileName(run.Path);

        Assert.Equal(
            $"dotnet run --project training -- --from earlier --teacher {name}/teachers/1.onnx --teacher {name}/teachers/2.onnx",
            ReproduceCommand.Of(run, request));
    }
}

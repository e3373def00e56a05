using System.CommandLine;
using System.Text.Json;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Commands;

/// <summary>Runs and command lines from before the options were renamed still work.</summary>
public sealed class RenamedOptionsTests : IDisposable
{
    // The options.json of the model that was served then.
    private const string OldOptions =
        """
        {
          "data": null,
          "skipBadRows": false,
          "created": "2026-11-24T02:14:48.1235959Z",
          "options": {
            "network": "compact",
            "epochs": 10,
            "batchSize": 128,
            "optimizer": "Sgd",
            "learningRate": 0.02,
            "weightDecay": 0.0005,
            "momentum": 0.9,
            "schedule": "Cosine",
            "warmupEpochs": 0,
            "labelSmoothing": 0,
            "teacherShare": 0.7,
            "balance": "Oversample",
            "flip": true,
            "shift": 4,
            "rotate": 12,
            "scale": 0.15,
            "brightness": 0.3,
            "contrast": 0.3,
            "blur": 0.25,
            "coarse": 0.6,
            "jpeg": 0.4,
            "erase": 0.1,
            "mixup": 0,
            "settle": 3,
            "holdOut": 0.04,
            "weightAverage": 0.998,
            "favourFear": 0.3,
            "patience": 0,
            "freeze": 0,
            "freshHead": true,
            "seed": 44,
            "threads": 2
          },
          "from": null
        }
        """;

    private static readonly TrainingOptions SameOptions = TrainingOptions.For("compact") with
    {
        Epochs = 10,
        LearningRate = 0.02,
        WarmupEpochs = 0,
        LabelSmoothing = 0,
        DistillationWeight = 0.7,
        ClassBalance = BalanceKind.Oversample,
        HorizontalFlip = true,
        Translate = 4,
        Downscale = 0.6,
        Jpeg = 0.4,
        RandomErasing = 0.1,
        Mixup = 0,
        CleanFinalEpochs = 3,
        CalibrationShare = 0.04,
        EmaDecay = 0.998,
        FearLogitBias = 0.3,
        ResetHead = true,
        Seed = 44,
        Threads = 2,
    };

    private readonly TemporaryFolder folder = new();

    public RenamedOptionsTests() => File.WriteAllText(folder["few.csv"], Samples.SmallCsv());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_options_file_with_old_names_is_read_and_written_with_new_ones()
    {
        File.WriteAllText(folder["options.json"], OldOptions);

        var request = RunFolder.Open(folder.Path).ReadRequest();

        Assert.Equal(SameOptions, request.Options);
        var written = JsonSerializer.Serialize(request, OptionsJson.Indented);
        Assert.All(OptionNames.Renamed, name =>
        {
            Assert.DoesNotContain($"\"{OptionNames.Field(name.Key)}\"", written, StringComparison.Ordinal);
            Assert.Contains($"\"{OptionNames.Field(name.Value)}\"", written, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Old_flags_work_and_the_help_does_not_list_them()
    {
        var (flags, program) = (new OptionFlags(), new RootCommand());
        foreach (var flag in flags.All)
        {
            program.Add(flag);
        }

        var line = program.Parse(
            "--network compact --teacher-share 0.7 --balance oversample --flip --shift 4 --coarse 0.6 --erase 0.1 "
            + "--settle 3 --hold-out 0.04 --weight-average 0.998 --favour-fear 0.3 --fresh-head --jpeg 0.4 --mixup 0 --epochs 10 "
            + "--learning-rate 0.02 --warmup-epochs 0 --label-smoothing 0 --seed 44 --threads 2");
        using var help = new StringWriter();
        program.Parse("--help").Invoke(new() { Output = help });

        Assert.Empty(line.Errors);
        Assert.Equal(SameOptions, flags.Read(line));
        Assert.Contains("--fear-logit-bias", flags.Given(line));
        Assert.All(OptionNames.Renamed.Keys, name => Assert.DoesNotContain(
            OptionNames.Flag(name) + " ", help.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_metadata_of_the_served_model_gives_the_options_of_its_run()
    {
        using var model = ModelFile.Open(Repository.At("serving/models/emotion.onnx"));

        var options = JsonSerializer.Deserialize<TrainingOptions>(model.Metadata["options"], OptionsJson.Compact);

        Assert.Equal(RunFolder.Open(Repository.At("serving/models/run")).ReadRequest().Options, options);
    }

    [Fact]
    public void A_run_with_old_names_resumes_and_fine_tunes()
    {
        var options = new TrainingOptions { Epochs = 2, Threads = 1, HorizontalFlip = true, EmaDecay = 0.9 };
        var request = new RunRequest(folder["few.csv"], false, DateTime.UnixEpoch, options);
        var run = RunFolder.NewIn(folder.Path, request).Create(request);
        using (var data = DataSource.Load(folder["few.csv"], options.Seed, calibrationShare: 0, skipBadRows: false))
        using (var state = new TrainingState(options, data.Fingerprint))
        {
            Trainer.Train(state, options with { Epochs = 1 }, data, new NoDisplay(), () => { }, default);
            run.SaveCheckpoint(state);
        }

        var text = File.ReadAllText(run.File("options.json"));
        foreach (var (before, now) in OptionNames.Renamed)
        {
            Assert.Contains($"\"{OptionNames.Field(now)}\"", text, StringComparison.Ordinal);
            text = text.Replace(OptionNames.Field(now), OptionNames.Field(before), StringComparison.Ordinal);
        }

        File.WriteAllText(run.File("options.json"), text);

        Assert.Contains("resuming after epoch 1 of 2", Invoke("--resume", run.Path), StringComparison.Ordinal);
        Assert.True(File.Exists(run.Model));
        Assert.Contains("loaded conv1, conv2", FineTune(run.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_served_run_fine_tunes() => Assert.Contains(
        "loaded conv1, conv2, conv3, conv4, conv5, conv6, conv7, conv8, conv9, conv10, conv11, logits",
        FineTune(Repository.At("serving/models/run")), StringComparison.Ordinal);

    private string FineTune(string run) => Invoke(
        "--from", run, "--data", folder["few.csv"], "--output", folder["runs"], "--epochs", "1", "--threads", "1");

    private static string Invoke(params string[] arguments)
    {
        var console = new TestConsole().Width(400);
        TrainCommand.AddTo(new RootCommand(), console).Parse(arguments)
            .Invoke(new() { EnableDefaultExceptionHandler = false });
        return console.Output;
    }
}

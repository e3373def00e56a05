using System.CommandLine;
using System.Runtime.InteropServices;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using EmoMusic.Training.Runs;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>train</c>, and the program without a command: from the CSV to an evaluated model.</summary>
public static class TrainCommand
{
    /// <summary>Adds the flags and the action to <paramref name="command"/>.</summary>
    public static Command AddTo(Command command, IAnsiConsole console)
    {
        var data = new Option<string?>("--data")
        {
            Description = "FER-2013: a file (.csv, .gz, .zip, .tar.gz) or a folder; "
                + "without it $FER2013, then data/, then drawn faces",
        };
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Leave bad rows out and count them" };
        var output = new Option<string>("--output")
        {
            Description = "Folder in which the run gets its own",
            DefaultValueFactory = _ => "runs",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "Folder of a run to go on with, by the options it began with",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Fine-tuning: begin with what a run has learnt; its folder, or its checkpoint/last.zip",
        };
        var teacher = new Option<string[]>("--teacher")
        {
            Description = "Distillation: learn what this exported model says, too; may be given several times",
        };
        var promote = new Option<bool>("--promote") { Description = "Serve the model afterwards" };
        var flags = new OptionFlags();
        foreach (var option in (IEnumerable<Option>)[data, skipBadRows, output, resume, from, teacher, promote, .. flags.All])
        {
            command.Add(option);
        }

        command.SetAction(line =>
        {
            if (line.GetValue(resume) is { } folder)
            {
                string[] given = [.. Written(line, skipBadRows, output, from, teacher), .. flags.Given(line)];
                return Resume(folder, line.GetValue(data), given, line.GetValue(promote), console);
            }

            var start = line.GetValue(from) is { } path ? PretrainedWeights.Open(path) : null;
            var request = new RunRequest(
                DataSource.Find(line.GetValue(data)), line.GetValue(skipBadRows), DateTime.UtcNow,
                flags.Read(line, start?.ResolveNetwork(flags.NetworkGiven(line))), start?.Path);
            CheckFineTuning(request);
            var teachers = line.GetValue(teacher) ?? [];
            Teachers.Validate(teachers);

            using var dataset = LoadData(request, console);
            if (dataset.IsSynthetic)
            {
                request = request with { Options = ForDrawings(request.Options, flags.Given(line)) };
            }

            if (start is not null && !flags.Given(line).Contains("--learning-rate"))
            {
                // A whole run's rate would make it forget first what it took over.
                var options = request.Options;
                request = request with { Options = options with { LearningRate = options.LearningRate / 10 } };
            }

            using var state = Begin(request, dataset, console);
            var run = RunFolder.Create(line.GetValue(output)!, request);
            Teachers.CopyTo(run, teachers);
            return Run(run, request, dataset, state, line.GetValue(promote), console);
        });
        return command;
    }

    private static void CheckFineTuning(RunRequest request)
    {
        if (request is { From: null, Options: { Freeze: > 0 } or { ResetHead: true } })
        {
            throw new TrainingException("--freeze and --reset-head say what becomes of weights that were learnt; "
                + "found neither --from nor such weights. Name a run with --from.");
        }
    }

    private static IEnumerable<string> Written(ParseResult line, params Option[] options) =>
        options.Where(option => line.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    private static int Resume(string folder, string? data, string[] given, bool promote, IAnsiConsole console)
    {
        if (given.Length > 0)
        {
            throw new TrainingException(
                "--resume goes on with the options that the run began with; "
                + $"found {string.Join(", ", given)} beside it. Leave that out, or start a new run.");
        }

        var run = RunFolder.Open(folder);
        var request = run.ReadRequest();
        request = data is null ? request : request with { Data = DataSource.Find(data) };
        using var dataset = LoadData(request, console);
        using var state = File.Exists(run.Checkpoint)
            ? Checkpoint.Load(run.Checkpoint, request.Options) : Begin(request, dataset, console);
        state.CheckData(dataset);
        return Run(run, request, dataset, state, promote, console);
    }

    // What the user wrote stays as it is.
    private static TrainingOptions ForDrawings(TrainingOptions options, IEnumerable<string> given) => options with
    {
        Epochs = given.Contains("--epochs") ? options.Epochs : SyntheticFaces.Epochs,
        LearningRate = given.Contains("--learning-rate") || options.Optimizer == OptimizerKind.Sgd ? options.LearningRate : SyntheticFaces.LearningRate,
    };

    private static TrainingState Begin(RunRequest request, Dataset data, IAnsiConsole console)
    {
        var (options, state) = (request.Options, new TrainingState(request.Options, data.Fingerprint));
        if (request.From is not { } path)
        {
            return state;
        }

        var start = PretrainedWeights.Open(path);
        start.LoadInto(state, options.ResetHead);
        var layers = Layers.Of(state.Network).Select(layer => layer.Name).ToList();
        var taken = layers.SkipLast(options.ResetHead ? 1 : 0);
        var (epoch, there) = (start.Best.Epoch.Epoch, start.Best.Epoch.ValidationAccuracy);
        console.MarkupLineInterpolated(
            $"took over [bold]{string.Join(", ", taken)}[/] from epoch {epoch} of {path} ({there:p1} there)");
        if (options.ResetHead)
        {
            console.MarkupLineInterpolated($"fresh: [bold]{layers[^1]}[/]");
        }

        if (options.Freeze > 0)
        {
            console.MarkupLineInterpolated($"frozen: [bold]{string.Join(", ", layers.Take(options.Freeze))}[/]");
        }

        var before = Trainer.Evaluate(state.EvaluationNetwork, data.Validation, options.FearLogitBias).Accuracy;
        console.MarkupLineInterpolated(
            $"as it comes, {before:p1} of the {data.ValidationName} images are right; learning rate {options.LearningRate:g3}");
        return state;
    }

    private static Dataset LoadData(RunRequest request, IAnsiConsole console)
    {
        var data = DataSource.Load(request.Data, request.Options, request.SkipBadRows);
        var (training, validation) = (data.Training.Count, data.Validation.Count);
        console.MarkupLineInterpolated(
            $"[bold]{data.Source}[/]: {training:n0} images to learn from, {validation:n0} to be judged by");
        if (data.IsSynthetic)
        {
            const string HowToGetIt = DataSource.HowToGetFer2013;
            console.MarkupLineInterpolated(
                $"[yellow]These are drawings, for a trial run: no FER-2013 was found.[/] {HowToGetIt}");
        }

        if (data.BadRows.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]{data.BadRows.Count:n0} bad rows left out[/], the first: {data.BadRows[0]}");
        }

        return data;
    }

    private static int Run(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, bool promote, IAnsiConsole console)
    {
        using var stop = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        var options = request.Options;
        var before = state.History.Count;
        console.MarkupLineInterpolated(
            $"network [bold]{options.Network}[/], seed {options.Seed}, {options.Threads} threads, into {run.Path}");
        if (before > 0)
        {
            console.MarkupLineInterpolated($"goes on after epoch {before} of {options.Epochs}");
        }

        using var taught = Teachers.Predict(run, data.Training);
        data = data with { SoftTargets = taught };
        if (taught is not null)
        {
            console.MarkupLineInterpolated($"learns what its teachers say by {options.DistillationWeight:p0}");
        }

        try
        {
            void Train(ITrainingDisplay display) =>
                Trainer.Train(state, options, data, display, () => run.SaveCheckpoint(state), stop.Token);
            if (console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
            {
                TerminalDisplay.Show(console, options.Epochs, before, Train);
            }
            else
            {
                Train(new LineDisplay(console, options.Epochs));
            }
        }
        catch (OperationCanceledException)
        {
            var command = $"dotnet run --project training -- --resume {run.Path}";
            console.MarkupLineInterpolated($"Stopped in epoch {state.History.Count + 1}. Go on with: {command}");
            return 130; // as shells report an interrupt
        }

        ReportCommand.Report(run, request, data, state, console);
        if (promote && data.IsSynthetic)
        {
            console.MarkupLine("[yellow]not promoted[/]: it knows drawings only");
        }
        else if (promote)
        {
            PromoteCommand.Promote(run, console);
        }

        return 0;
    }
}

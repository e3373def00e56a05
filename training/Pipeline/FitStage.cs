using System.Runtime.InteropServices;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Trains the network, with a checkpoint after each epoch, until the last epoch or Ctrl-C.</summary>
public static class FitStage
{
    /// <summary>Trains <paramref name="state"/> in place.</summary>
    /// <returns>False if the user interrupted it.</returns>
    /// <exception cref="TrainingException">The loss is not finite, or a checkpoint cannot be written.</exception>
    public static bool Run(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, IAnsiConsole console)
    {
        var (options, before) = (request.Options, state.History.Count);
        console.MarkupLineInterpolated(
            $"network [bold]{options.Network}[/], seed {options.Seed}, {options.Threads} threads, into {run.Path}");
        if (Devices.Here.Describe(options.Device) is { } device)
        {
            console.MarkupLineInterpolated($"{device}");
        }

        if (before > 0)
        {
            console.MarkupLineInterpolated($"resuming after epoch {before} of {options.Epochs}");
        }

        using var softTargets = Teachers.Predict(run, data.Training);
        if (softTargets is not null)
        {
            console.MarkupLineInterpolated($"distilling from teachers, weight {options.DistillationWeight:p0}");
        }

        using var stop = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested; // the second time ends the program at once
            stop.Cancel();
        }

        var dataset = data with { SoftTargets = softTargets };
        void Train(ITrainingDisplay display) =>
            Trainer.Train(state, options, dataset, display, () => run.SaveCheckpoint(state), stop.Token);
        try
        {
            if (console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
            {
                TerminalDisplay.Show(console, options.Epochs, before, Train);
            }
            else
            {
                Train(new LineDisplay(console, options.Epochs));
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            var command = $"dotnet run --project training -- --resume {run.Path}";
            console.MarkupLineInterpolated($"Stopped in epoch {state.History.Count + 1}. Resume with: {command}");
            return false;
        }
    }
}

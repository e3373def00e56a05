using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary>Two bars, for the run and for its running epoch, below a line for each epoch that has ended.</summary>
/// <remarks>
/// The bars are drawn by the thread that learns, and not by a timer: garbage collected by another thread in mid-call
/// could take a scalar from under TorchSharp.
/// </remarks>
public sealed class TerminalDisplay : ITrainingDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly IAnsiConsole console;
    private readonly ProgressContext bars;
    private readonly ProgressTask run;
    private readonly ProgressTask epoch;
    private readonly int epochs;
    private readonly List<double> seconds = [];
    private DateTime drawn;
    private string best = "";

    private TerminalDisplay(IAnsiConsole console, ProgressContext bars, int epochs, int before)
    {
        (this.console, this.bars, this.epochs) = (console, bars, epochs);
        run = bars.AddTask("run", maxValue: epochs);
        run.Value = before;
        epoch = bars.AddTask("epoch");
    }

    /// <summary>Shows bars while <paramref name="train"/> runs.</summary>
    /// <param name="console">Where to draw.</param>
    /// <param name="epochs">Epochs of the run.</param>
    /// <param name="before">Epochs that an earlier process has done.</param>
    /// <param name="train">Gets the display.</param>
    public static void Show(IAnsiConsole console, int epochs, int before, Action<ITrainingDisplay> train) =>
        console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 30 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(bars => train(new TerminalDisplay(console, bars, epochs, before)));

    /// <inheritdoc/>
    public void Batch(BatchProgress progress)
    {
        epoch.MaxValue = progress.Images;
        epoch.Value = progress.Seen;
        run.Value = progress.Epoch - 1 + ((double)progress.Seen / progress.Images);
        if (DateTime.UtcNow - drawn < Pause && progress.Seen < progress.Images)
        {
            return;
        }

        var anEpoch = seconds.Count > 0 ? seconds.Average() : progress.Images / progress.ImagesPerSecond;
        var left = LineDisplay.Readable(TimeSpan.FromSeconds(anEpoch * (epochs - run.Value)));
        run.Description = $"epoch {progress.Epoch} of {epochs}  [bold]{left}[/] left{best}";
        epoch.Description = $"{progress.Seen,6:n0} of {progress.Images:n0} images  "
            + $"{progress.ImagesPerSecond:f0} images/s  "
            + $"loss {progress.Loss:f3}  accuracy {progress.Accuracy:p1}";
        bars.Refresh();
        drawn = DateTime.UtcNow;
    }

    /// <inheritdoc/>
    public void Epoch(EpochRecord epoch, bool isBest)
    {
        seconds.Add(epoch.Seconds);
        if (isBest)
        {
            best = $"  best [green]{epoch.ValidationAccuracy:p1}[/] (epoch {epoch.Epoch})";
        }

        var line = Markup.Escape(LineDisplay.Describe(epoch, epochs, isBest));
        console.MarkupLine(isBest ? $"[green]{line}[/]" : line);
        bars.Refresh();
    }
}

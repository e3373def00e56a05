using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Progress bars for the run and the current epoch, below a line per completed epoch.</summary>
/// <remarks>
/// The training thread draws the bars, not a timer: a garbage collection on another thread could free a scalar while
/// TorchSharp uses it.
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
    /// <param name="console">The terminal.</param>
    /// <param name="epochs">Epochs of the run.</param>
    /// <param name="before">Epochs completed before this process.</param>
    /// <param name="train">Training, which reports to the display.</param>
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

        var secondsPerEpoch = seconds.Count > 0 ? seconds.Average() : progress.Images / progress.ImagesPerSecond;
        var left = LineDisplay.Readable(TimeSpan.FromSeconds(secondsPerEpoch * (epochs - run.Value)));
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
            best = $"  best [green]{epoch.Score():p1}[/] (epoch {epoch.Epoch})";
        }

        var line = Markup.Escape(LineDisplay.Describe(epoch, epochs, isBest));
        console.MarkupLine(isBest ? $"[green]{line}[/]" : line);
        bars.Refresh();
    }
}

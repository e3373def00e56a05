using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>One line per epoch, for logs and pipes.</summary>
public sealed class LineDisplay(IAnsiConsole console, int epochs) : ITrainingDisplay
{
    /// <inheritdoc/>
    public void Batch(BatchProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Epoch(EpochRecord epoch, bool isBest)
    {
        var left = TimeSpan.FromSeconds((epochs - epoch.Epoch) * epoch.Seconds);
        console.WriteLine(Describe(epoch, epochs, isBest) + (epoch.Epoch < epochs ? $"  {Readable(left)} left" : ""));
    }

    /// <summary>An epoch on one line; an asterisk marks the best so far.</summary>
    public static string Describe(EpochRecord epoch, int epochs, bool isBest) =>
        $"epoch {epoch.Epoch,3}/{epochs}  train {epoch.TrainLoss:f3} {epoch.TrainAccuracy,6:p1}  "
        + $"validation {epoch.ValidationLoss:f3} {epoch.ValidationAccuracy,6:p1} "
        + (epoch.Agreement is { } agreement ? $"agreement {agreement,6:p1} " : "") + $"{(isBest ? '*' : ' ')}  "
        + $"{epoch.ImagesPerSecond:f0} images/s  {epoch.Seconds:f0} s";

    /// <summary>A duration in its two largest units.</summary>
    public static string Readable(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes:00} min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds:00} s"
        : $"{time.Seconds} s";
}

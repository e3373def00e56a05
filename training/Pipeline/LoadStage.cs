using EmoMusic.Training.Data;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Reads and splits the data.</summary>
public static class LoadStage
{
    /// <summary>Loads the data of a run and prints its size.</summary>
    /// <exception cref="DatasetException">The data is missing or bad.</exception>
    public static Dataset Run(RunRequest request, IAnsiConsole console)
    {
        var data = Load(request, request.Data);
        var (training, validation) = (data.Training.Count, data.Validation.Count);
        console.MarkupLineInterpolated(
            $"[bold]{data.Source}[/]: {training:n0} training images, {validation:n0} validation images");
        if (data.IsSynthetic)
        {
            console.MarkupLineInterpolated(
                $"[yellow]No FER-2013 found. This is a trial run on synthetic faces.[/] {DataSource.HowToGetFer2013}");
        }

        if (request.Votes is not null)
        {
            var without = data.WithoutEmotion;
            console.MarkupLineInterpolated(
                $"training on the votes of {request.Votes}; {without:n0} rows left out: annotators saw none of the seven emotions");
        }

        if (data.BadRows.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]Skipped {data.BadRows.Count:n0} bad rows[/], the first: {data.BadRows[0]}");
        }

        return data;
    }

    /// <summary>Loads the data of a run without printing.</summary>
    /// <param name="request">The run's configuration.</param>
    /// <param name="path">Path of the data; null for synthetic faces.</param>
    /// <exception cref="DatasetException">The data is missing or bad.</exception>
    public static Dataset Load(RunRequest request, string? path) => DataSource.Load(
        path, request.Options.Seed, request.Options.CalibrationShare, request.SkipBadRows, request.Votes);
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Pipeline;

/// <summary>The command line that repeats a run.</summary>
public static class ReproduceCommand
{
    private static readonly TrainingOptions Defaults = new();

    /// <summary>The run's data, its teachers, and every option that differs from the network's recipe.</summary>
    public static string Of(RunFolder run, RunRequest request)
    {
        var parent = Path.GetDirectoryName(run.Path)!;
        var recipe = TrainingOptions.For(request.Options.Network);
        var arguments = typeof(TrainingOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Where(property => !Equals(property.GetValue(request.Options), property.GetValue(recipe)))
            .Select(property => $"{OptionNames.Flag(property.Name)} {property.GetValue(request.Options)}")
            .Prepend(recipe.Network == Defaults.Network ? "" : $"--network {recipe.Network}")
            .Concat(Teachers.FilesOf(run).Select(file => $"--teacher {Path.GetRelativePath(parent, file)}"))
            .Prepend(request.From is null ? "" : $"--from {Path.GetFileName(request.From)}")
            .Prepend(request.SkipBadRows ? "--skip-bad-rows" : "")
            .Prepend(Votes(request))
            .Prepend(request.Data is null ? "" : $"--data {Path.GetFileName(request.Data)}")
            .Where(part => part.Length > 0)
            .ToList();
        return "dotnet run --project training" + (arguments.Count > 0 ? " -- " + string.Join(' ', arguments) : "");
    }

    // A run on the labels must not find votes when it is repeated.
    private static string Votes(RunRequest request) =>
        request.Votes is not null ? $"--votes {Path.GetFileName(request.Votes)}"
        : request.Data is { } data && FerPlusVotes.FindBeside(data) is not null ? $"--votes {DataSource.NoVotes}" : "";
}

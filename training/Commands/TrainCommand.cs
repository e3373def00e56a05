using System.CommandLine;
using System.CommandLine.Parsing;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary>
/// <c>train</c>, and the program without a command: parses flags and runs the <see cref="TrainingPipeline"/>.
/// </summary>
public static class TrainCommand
{
    /// <summary>Adds the flags and the action to <paramref name="command"/>.</summary>
    public static Command AddTo(Command command, IAnsiConsole console)
    {
        var data = new Option<string?>("--data")
        {
            Description = "FER-2013: a file (.csv, .gz, .zip, .tar.gz) or a folder; "
                + "default: $FER2013, then data/, then synthetic faces",
        };
        var votes = new Option<string?>("--votes")
        {
            Description = "FER+'s votes for the same rows (fer2013new.csv): train on their distribution instead of the labels; "
                + "default: the file beside the data, if there is one; none: without votes",
        };
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Skip and count bad rows" };
        var output = new Option<string>("--output")
        {
            Description = "Parent of the run's folder",
            DefaultValueFactory = _ => "runs",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "Resume a run, with the options it was started with",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Fine-tune: load the pretrained weights of a run (its folder or its checkpoint/last.zip)",
        };
        var teacher = new Option<string[]>("--teacher")
        {
            Description = "Distil from this exported model; repeat for several",
        };
        var recipe = new Option<string>("--recipe")
        {
            Description = $"Run the stages of a recipe ({string.Join(", ", Recipe.All.Keys)}) instead; "
                + "the same command resumes it",
        };
        CommandLine.AcceptOnly(recipe, [.. Recipe.All.Keys]);
        var promote = new Option<bool>("--promote") { Description = "Serve the model afterwards" };
        var flags = new OptionFlags();
        Option[] all = [data, votes, skipBadRows, output, resume, from, teacher, recipe, promote, .. flags.All];
        foreach (var option in all)
        {
            command.Add(option);
        }

        command.SetAction(line =>
        {
            if (line.GetValue(resume) is { } folder)
            {
                CheckAlone(
                    "--resume uses the options that the run was started with",
                    [.. Given(line, votes, skipBadRows, output, from, teacher, recipe), .. flags.Given(line)]);
                return TrainingPipeline.Resume(
                    RunFolder.Open(folder), line.GetValue(data), line.GetValue(promote), console);
            }

            if (line.GetValue(recipe) is { } name)
            {
                CheckAlone(
                    $"--recipe {name} has its own options", [.. Given(line, from, teacher), .. flags.Given(line)]);
                return Run(Recipe.All[name], line);
            }

            var pretrained = line.GetValue(from) is { } path ? PretrainedWeights.Open(path) : null;
            var options = flags.Read(line, pretrained?.ResolveNetwork(flags.NetworkGiven(line)));
            var source = DataSource.Find(line.GetValue(data));
            var request = new RunRequest(
                source, line.GetValue(skipBadRows), DateTime.UtcNow, options, pretrained?.Path,
                DataSource.FindVotes(line.GetValue(votes), source, console));
            return TrainingPipeline.Start(
                request, RunFolder.NewIn(line.GetValue(output)!, request), line.GetValue(teacher) ?? [],
                line.GetValue(promote), console, [.. flags.Given(line)]);
        });
        return command;

        int Run(Recipe recipe, ParseResult line)
        {
            var source = DataSource.Find(line.GetValue(data));
            var found = DataSource.FindVotes(line.GetValue(votes), source, console);
            if (source is null || found is null)
            {
                throw new TrainingException(
                    $"--recipe {recipe.Name} needs FER-2013 and FER+'s votes, found no "
                    + $"{(source is null ? "FER-2013" : "votes")}. Pass --data and --votes.");
            }

            var request = new RunRequest(
                source, line.GetValue(skipBadRows), DateTime.UtcNow, new TrainingOptions(), Votes: found);
            return recipe.Run(request, line.GetValue(output)!, line.GetValue(promote), console);
        }
    }

    private static IEnumerable<string> Given(ParseResult line, params Option[] options) =>
        options.Where(option => line.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    private static void CheckAlone(string reason, string[] given)
    {
        if (given.Length > 0)
        {
            throw new TrainingException(
                $"{reason}, found {string.Join(", ", given)}. Remove them, or start a new run.");
        }
    }
}

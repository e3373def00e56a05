using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>A run of a recipe.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Options">Its hyperparameters.</param>
/// <param name="Continues">
/// Whether it starts from the weights of the stage before, and learns from the mean prediction of all stages before it.
/// </param>
public sealed record RecipeStage(string Name, TrainingOptions Options, bool Continues = false);

/// <summary>Several runs in a row, each starting from the one before and with all before as its teachers.</summary>
/// <param name="Name">Name on the command line and of the folder.</param>
/// <param name="Stages">The runs.</param>
public sealed record Recipe(string Name, IReadOnlyList<RecipeStage> Stages)
{
    private static readonly TrainingOptions OnVotes = TrainingOptions.For("wide") with
    {
        Precision = PrecisionKind.Bf16,
        Epochs = 40,
        Threads = 2, // weights are reproducible only with the same number
    };

    /// <summary>The recipe of the served model; training/LOG.md has its figures. It needs FER+'s votes.</summary>
    public static Recipe Served { get; } = new("served",
    [
        new("1-votes", OnVotes),
        new("2-distilled", OnVotes with
        {
            LearningRate = 0.05,
            WarmupEpochs = 1,
            Mixup = 0,
            RandomErasing = 0.25,
            Occlusion = 0.2,
            CleanFinalEpochs = 8,
            DistillationWeight = 0.5,
            Seed = 43,
        }, Continues: true),
        new("3-rare-classes", OnVotes with
        {
            Epochs = 36,
            LearningRate = 0.05,
            WarmupEpochs = 1,
            Mixup = 0,
            RandomErasing = 0.2,
            Occlusion = 0.25,
            CleanFinalEpochs = 6,
            DistillationWeight = 0.5,
            LogitAdjustedLoss = 1,
            LogitAdjustment = 0.006,
            Seed = 45,
        }, Continues: true),
    ]);

    /// <summary>Every recipe by its name.</summary>
    public static IReadOnlyDictionary<string, Recipe> All { get; } =
        new[] { Served }.ToDictionary(recipe => recipe.Name);

    /// <summary>
    /// Runs the stages in <c>output/name</c>. Stages that are finished there are skipped, and an interrupted one is
    /// resumed: the same command goes on where it was stopped.
    /// </summary>
    /// <param name="data">The data of every stage; its options are ignored.</param>
    /// <param name="output">Parent of the recipe's folder.</param>
    /// <param name="promote">Whether to serve the last stage's model.</param>
    /// <param name="console">Where progress is printed.</param>
    /// <returns>The process's exit code.</returns>
    public int Run(RunRequest data, string output, bool promote, IAnsiConsole console)
    {
        var before = new List<RunFolder>();
        foreach (var (index, stage) in Stages.Index())
        {
            var run = new RunFolder(Path.GetFullPath(Path.Combine(output, Name, stage.Name)));
            console.MarkupLineInterpolated($"[bold]stage {index + 1} of {Stages.Count}: {stage.Name}[/]");
            if (File.Exists(run.File("report.html"))) // written last
            {
                console.MarkupLineInterpolated($"finished already: {run.Path}");
            }
            else if (Run(stage, run, before, data, console) is var code and not 0)
            {
                return code;
            }

            before.Add(run);
        }

        if (promote)
        {
            PromoteStage.Run(before[^1], console);
        }

        return 0;
    }

    private static int Run(
        RecipeStage stage, RunFolder run, IReadOnlyList<RunFolder> before, RunRequest data, IAnsiConsole console)
    {
        if (run.Exists)
        {
            return TrainingPipeline.Resume(run, data.Data, promote: false, console);
        }

        var teachers = stage.Continues ? before : [];
        var request = data with { Options = stage.Options, Created = DateTime.UtcNow, From = teachers is [.., var last] ? last.Path : null };
        return TrainingPipeline.Start(
            request, run, [.. teachers.Select(teacher => teacher.Model)], promote: false, console);
    }
}

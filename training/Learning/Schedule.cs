namespace EmoMusic.Training.Learning;

/// <summary>The learning rate of each step: linear warm-up, then constant or half a cosine.</summary>
public static class Schedule
{
    /// <summary>The learning rate of a step, counted from 0, in a run of <paramref name="steps"/>.</summary>
    public static double LearningRate(TrainingOptions options, long step, long steps)
    {
        var warmup = options.WarmupEpochs / options.Epochs * steps;
        if (step < warmup)
        {
            return options.LearningRate * (step + 1) / (warmup + 1);
        }

        var progress = (step - warmup) / Math.Max(1, steps - warmup);
        return options.Schedule switch
        {
            ScheduleKind.Cosine => options.LearningRate * (1 + Math.Cos(Math.PI * progress)) / 2,
            _ => options.LearningRate,
        };
    }
}

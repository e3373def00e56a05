using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Tests.Learning;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_is_constant() => Assert.All(
        Enumerable.Range(0, 100),
        step => Assert.Equal(0.1, Schedule.LearningRate(new TrainingOptions { LearningRate = 0.1 }, step, 100)));

    [Fact]
    public void The_warm_up_is_linear()
    {
        var options = new TrainingOptions { LearningRate = 1, Epochs = 10, WarmupEpochs = 1 };

        var rates = Enumerable.Range(0, 12).Select(step => Schedule.LearningRate(options, step, 100)).ToArray();

        Assert.Equal(1 / 11.0, rates[0], 10);
        Assert.Equal(10 / 11.0, rates[9], 10);
        Assert.Equal(1, rates[10]);
    }

    [Fact]
    public void Cosine_decays_from_the_peak_to_0()
    {
        var options = new TrainingOptions
        {
            LearningRate = 1,
            Epochs = 12,
            WarmupEpochs = 2,
            Schedule = ScheduleKind.Cosine,
        };

        Assert.Equal(1, Schedule.LearningRate(options, 200, 1200), 10);
        Assert.Equal(0.5, Schedule.LearningRate(options, 700, 1200), 10);
        Assert.InRange(Schedule.LearningRate(options, 1199, 1200), 0, 1e-5);
    }
}

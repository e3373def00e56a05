using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Learning;

public sealed class TemperatureTests
{
    // Logits that are k times the true log-probabilities are calibrated by a temperature of k.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void It_recovers_the_temperature_of_overconfident_and_underconfident_networks(double scale)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var truth = rand(20_000, 7) * 4;
        var labels = multinomial(truth.softmax(1), 1).view(-1);

        Assert.Equal(scale, Temperature.Fit(truth * scale, labels), 0.1 * scale);
    }
}

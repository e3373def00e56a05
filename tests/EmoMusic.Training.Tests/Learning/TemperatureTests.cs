using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Tests.Learning;

public sealed class TemperatureTests
{
    [Fact]
    public void Without_a_calibration_set_it_is_1()
    {
        using var network = Flatten();

        Assert.Equal(1, Temperature.Fit(network, null, fearLogitBias: 0));
    }

    // Logits that are k times the true log-probabilities are calibrated by a temperature of k.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void It_recovers_the_temperature_of_overconfident_and_underconfident_networks(double scale)
    {
        manual_seed(1);
        using var network = new Known(scale);
        var pixels = randint(0, 256, [20_000, 1, 2, 4], uint8);
        using var images = new LabelledImages(pixels, multinomial(Known.Probabilities(pixels), 1).view(-1));

        Assert.Equal(scale, Temperature.Fit(network, images, fearLogitBias: 0), 0.1 * scale);
    }

    // The first seven pixels are the true logits.
    private sealed class Known(double scale) : Module<Tensor, Tensor>(nameof(Known))
    {
        public static Tensor Probabilities(Tensor pixels) => functional.softmax(Logits(pixels), 1);

        public override Tensor forward(Tensor input) => Logits(input) * scale;

        private static Tensor Logits(Tensor pixels) =>
            pixels.to(ScalarType.Float32).flatten(1).narrow(1, 0, 7) / 64;
    }
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Tests.Learning;

public sealed class TemperatureTests
{
    [Fact]
    public void Without_images_it_is_one()
    {
        using var network = Flatten();

        Assert.Equal(1, Temperature.Fit(network, null, fearLogitBias: 0));
    }

    // Logits that are k times the logarithms of the true probabilities are right again when divided by k.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void It_undoes_what_makes_a_network_too_sure_or_too_unsure(double tooSure)
    {
        manual_seed(1);
        using var network = new Known(tooSure);
        var pixels = randint(0, 256, [20_000, 1, 2, 4], uint8);
        using var images = new LabelledImages(pixels, multinomial(Known.Probabilities(pixels), 1).view(-1));

        Assert.Equal(tooSure, Temperature.Fit(network, images, fearLogitBias: 0), 0.1 * tooSure);
    }

    // Seven of eight pixels are the logits of the labels' own distribution.
    private sealed class Known(double tooSure) : Module<Tensor, Tensor>(nameof(Known))
    {
        public static Tensor Probabilities(Tensor pixels) => functional.softmax(Logits(pixels), 1);

        public override Tensor forward(Tensor input) => Logits(input) * tooSure;

        private static Tensor Logits(Tensor pixels) =>
            pixels.to(ScalarType.Float32).flatten(1).narrow(1, 0, 7) / 64;
    }
}

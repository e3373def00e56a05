using EmoMusic.Training.Benchmarks;
using EmoMusic.Training.Networks;

namespace EmoMusic.Training.Tests.Benchmarks;

public sealed class ArithmeticTests
{
    [Fact]
    public void The_convolutions_of_the_served_network_are_counted()
    {
        (int From, int To, int Side, int Times)[] convolutions =
        [
            (16, 16, 48, 1), (16, 48, 24, 1), (48, 48, 24, 1), (48, 112, 12, 1), (112, 112, 12, 2), (112, 224, 6, 1), (224, 224, 6, 3),
        ];
        const double First = 2.0 * 9 * 1 * 16 * 48 * 48; // its input needs no gradient
        var expected = (2 * First) + (3 * convolutions.Sum(
            layer => 2.0 * 9 * layer.From * layer.To * layer.Side * layer.Side * layer.Times));
        using var network = WideNetwork.Create();

        var operations = Arithmetic.OfTrainingStep(network);

        Assert.InRange(operations, expected, 1.001 * expected); // squeeze-and-excitation and the classifier are small
    }
}

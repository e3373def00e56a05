using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Networks;

public sealed class LogitBiasTests
{
    [Fact]
    public void It_is_added_to_the_logits()
    {
        float[] each = [0, 0.5f, 0.25f, 0, -1, 2, 0];
        using var bias = new LogitBias(each);
        using var logits = rand(3, Emotions.Count);

        using var added = bias.call(logits) - logits;

        Assert.All(Enumerable.Range(0, 3 * Emotions.Count), at => Assert.Equal(
            each[at % Emotions.Count], added.view(-1)[at].item<float>(), 1e-6));
    }
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Networks;

public sealed class LogitBiasTests
{
    [Fact]
    public void It_is_added_only_to_the_logit_of_fear()
    {
        using var bias = new LogitBias(0.25);
        using var logits = rand(3, Emotions.Count);

        using var added = bias.call(logits) - logits;

        Assert.Equal("fear", Emotions.Names[Emotions.Fear]);
        Assert.All(Enumerable.Range(0, 3 * Emotions.Count), at => Assert.Equal(
            at % Emotions.Count == Emotions.Fear ? 0.25 : 0, added.view(-1)[at].item<float>(), 1e-6));
    }
}

using EmoMusic.Training.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Tests.Learning;

public sealed class MixupTests
{
    private readonly Tensor pixels = arange(7, ScalarType.Float32).view(7, 1, 1, 1) * 10;
    private readonly Tensor labels = arange(7, int64);

    [Fact]
    public void With_alpha_0_it_changes_nothing()
    {
        var mixed = Mixup.Of(pixels, labels, 0);

        Assert.True(mixed.Pixels.equal(pixels).all().item<bool>());
        Assert.Equal(1, mixed.Loss(target => tensor(target.equal(labels).all().item<bool>() ? 1f : 0f)).item<float>());
    }

    [Fact]
    public void Targets_are_mixed_like_images()
    {
        manual_seed(3);

        var mixed = Mixup.Of(pixels, labels, 1);

        // Each image is ten times its label, and this loss is linear in the labels.
        var weights = arange(1, 8, ScalarType.Float32).square();
        var loss = mixed.Loss(target => (weights * target).sum()).item<float>();
        Assert.False(mixed.Pixels.equal(pixels).all().item<bool>());
        Assert.Equal((weights * mixed.Pixels.flatten() / 10).sum().item<float>(), loss, 1e-3);
    }

    [Fact]
    public void The_loss_has_a_gradient()
    {
        manual_seed(3);
        using var linear = Linear(1, 7);

        var mixed = Mixup.Of(pixels, labels, 0.5);
        mixed.Loss(target => functional.cross_entropy(linear.call(mixed.Pixels.flatten(1)), target)).backward();

        Assert.True(linear.weight!.grad!.abs().sum().item<float>() > 0);
    }
}

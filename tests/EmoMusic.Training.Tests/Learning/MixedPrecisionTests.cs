using EmoMusic.Training.Learning;
using TorchSharp;

namespace EmoMusic.Training.Tests.Learning;

public sealed class MixedPrecisionTests
{
    [Fact]
    public void A_processor_without_bfloat16_trains_in_float32_and_says_so()
    {
        var old = new MixedPrecision(hasBfloat16: false);

        Assert.Equal(PrecisionKind.Fp32, old.Resolve(PrecisionKind.Bf16, DeviceType.CPU));
        Assert.Equal(
            "precision Bf16: found no AVX512_BF16 in this processor, training in Fp32, which is many times faster here",
            old.Describe(PrecisionKind.Bf16, DeviceType.CPU));
        Assert.Null(old.Describe(PrecisionKind.Fp32, DeviceType.CPU));
    }

    [Theory]
    [InlineData(true, DeviceType.CPU)]
    [InlineData(true, DeviceType.CUDA)]
    [InlineData(false, DeviceType.CUDA)]
    public void Others_train_in_what_was_asked_for(bool hasBfloat16, DeviceType device)
    {
        var processor = new MixedPrecision(hasBfloat16);

        Assert.Equal(PrecisionKind.Bf16, processor.Resolve(PrecisionKind.Bf16, device));
        Assert.Null(processor.Describe(PrecisionKind.Bf16, device));
    }
}

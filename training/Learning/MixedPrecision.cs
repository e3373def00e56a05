using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace EmoMusic.Training.Learning;

/// <summary>Decides whether a run that asks for bfloat16 gets it: processors without it emulate it, many times slower than float32.</summary>
/// <param name="hasBfloat16">Whether the processor computes in bfloat16 itself.</param>
public sealed class MixedPrecision(bool hasBfloat16)
{
    private const int Avx512Bf16 = 1 << 5; // CPUID leaf 7, subleaf 1, EAX

    /// <summary>The precisions of this machine.</summary>
    public static MixedPrecision Here { get; } = new(Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & Avx512Bf16) != 0);

    /// <summary>The precision of a run.</summary>
    public PrecisionKind Resolve(PrecisionKind kind, DeviceType device) =>
        device == DeviceType.CPU && !hasBfloat16 ? PrecisionKind.Fp32 : kind;

    /// <summary>What the user should know about the precision; null if it is the one that was asked for.</summary>
    public string? Describe(PrecisionKind kind, DeviceType device) => Resolve(kind, device) == kind
        ? null : $"precision {kind}: found no AVX512_BF16 in this processor, training in Fp32, which is many times faster here";
}

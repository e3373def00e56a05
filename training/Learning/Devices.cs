using TorchSharp;

namespace EmoMusic.Training.Learning;

/// <summary>Where a run computes.</summary>
public enum DeviceKind
{
    /// <summary>The processor; the only device on which a run is reproducible.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; needs a build with -p:Torch=cuda.</summary>
    Cuda,

    /// <summary>The GPU of a Mac with Apple silicon.</summary>
    Mps,

    /// <summary>The first GPU there is, else the processor.</summary>
    Auto,
}

/// <summary>Finds the device of a run. The data stays in main memory; batches are moved.</summary>
/// <param name="hasCuda">Whether there is an NVIDIA GPU and this build can use it.</param>
/// <param name="hasMps">Whether there is a Metal GPU.</param>
public sealed class Devices(Func<bool> hasCuda, Func<bool> hasMps)
{
    /// <summary>The devices of this machine.</summary>
    public static Devices Here { get; } = new(() => Has(torch.cuda_is_available), () => Has(torch.mps_is_available));

    /// <summary>The device of a run.</summary>
    /// <exception cref="TrainingException">The machine or this build does not have it.</exception>
    public DeviceType Resolve(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => hasCuda() ? DeviceType.CUDA : throw Missing(
            "Cuda", "usable NVIDIA GPU", "Build with -p:Torch=cuda on a machine that has one."),
        DeviceKind.Mps => hasMps() ? DeviceType.MPS : throw Missing("Mps", "Metal GPU", "It needs a Mac with Apple silicon."),
        DeviceKind.Auto => hasCuda() ? DeviceType.CUDA : hasMps() ? DeviceType.MPS : DeviceType.CPU,
        _ => DeviceType.CPU,
    };

    /// <summary>What the user should know about the device; null for the CPU by choice.</summary>
    public string? Describe(DeviceKind kind) => (kind, Resolve(kind)) switch
    {
        (DeviceKind.Cpu, _) => null,
        (DeviceKind.Auto, DeviceType.CPU) => "device Auto: found no usable GPU, training on the CPU",
        (_, var type) => $"device {type.ToString().ToLowerInvariant()}: only runs on the CPU are reproducible",
    };

    // A library without the device may throw instead of answering.
    private static bool Has(Func<bool> isAvailable)
    {
        try
        {
            return isAvailable();
        }
        catch (Exception error) when (error is NotSupportedException or DllNotFoundException
            or TypeInitializationException or System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }

    private static TrainingException Missing(string device, string hardware, string advice) =>
        new($"--device: found {device}, but this program has no {hardware}, expected Cpu or Auto. {advice}");
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using TorchSharp;

namespace EmoMusic.Training.Tests.Learning;

public sealed class DevicesTests
{
    private static readonly Devices None = new(() => false, () => false);
    private static readonly Devices Nvidia = new(() => true, () => false);
    private static readonly Devices Mac = new(() => false, () => true);

    [Fact]
    public void Auto_takes_a_GPU_and_falls_back_to_the_CPU_with_a_sentence()
    {
        Assert.Equal(
            [DeviceType.CPU, DeviceType.CUDA, DeviceType.MPS],
            new[] { None, Nvidia, Mac }.Select(devices => devices.Resolve(DeviceKind.Auto)));
        Assert.Equal("device Auto: found no usable GPU, training on the CPU", None.Describe(DeviceKind.Auto));
        Assert.Equal("device cuda: only runs on the CPU are reproducible", Nvidia.Describe(DeviceKind.Auto));
        Assert.Equal("device mps: only runs on the CPU are reproducible", Mac.Describe(DeviceKind.Mps));
        Assert.Null(None.Describe(DeviceKind.Cpu));
    }

    [Fact]
    public void The_CPU_is_the_default_even_beside_a_GPU() =>
        Assert.Equal(DeviceType.CPU, Nvidia.Resolve(new TrainingOptions().Device));

    [Fact]
    public void A_device_that_is_not_there_is_an_error()
    {
        Assert.Equal(
            "--device: found Cuda, but this program has no usable NVIDIA GPU, expected Cpu or Auto. "
            + "Build with -p:Torch=cuda on a machine that has one.",
            Assert.Throws<TrainingException>(() => None.Resolve(DeviceKind.Cuda)).Message);
        Assert.Equal(
            "--device: found Mps, but this program has no Metal GPU, expected Cpu or Auto. It needs a Mac with Apple silicon.",
            Assert.Throws<TrainingException>(() => None.Resolve(DeviceKind.Mps)).Message);
    }

    [Fact]
    public void A_run_asks_for_its_device_before_it_reads_the_data()
    {
        Assert.SkipWhen(torch.cuda_is_available(), "this machine has the device");
        var request = new RunRequest(
            null, SkipBadRows: false, DateTime.UnixEpoch, new TrainingOptions { Device = DeviceKind.Cuda });

        var error = Assert.Throws<TrainingException>(() => InitialiseStage.Validate(request));

        Assert.StartsWith("--device: found Cuda, but ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_property_chooses_the_library_for_NVIDIA_GPUs()
    {
        Assert.Contains("libtorch-cuda-12.8-linux-x64", Packages("-p:Torch=cuda"));
        Assert.DoesNotContain("libtorch-cpu-linux-x64", Packages("-p:Torch=cuda"));
        Assert.Contains("libtorch-cpu-linux-x64", Packages());
        Assert.DoesNotContain("libtorch-cuda-12.8-linux-x64", Packages());
    }

    private static string[] Packages(params string[] properties)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the package depends on the system");
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["msbuild", Path.Combine("training", "EmoMusic.Training.csproj"), "-getItem:PackageReference", .. properties])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        })!;
        var items = JsonNode.Parse(build.StandardOutput.ReadToEnd())!["Items"]!["PackageReference"]!.AsArray();
        return [.. items.Select(item => item!["Identity"]!.GetValue<string>())];
    }
}

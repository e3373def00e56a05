using System.Runtime.InteropServices;
using EmoMusic.Training.Native;

namespace EmoMusic.Training.Tests.Native;

public sealed class TorchLibraryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("emomusic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TorchSharp_works_on_this_system()
    {
        TorchLibrary.MakeLoadable();

        using var ones = TorchSharp.torch.ones(2, 2);

        Assert.Equal(4, ones.sum().item<float>());
    }

    [Fact]
    public void The_copy_is_only_made_if_needed()
    {
        TorchLibrary.MakeLoadable();

        Assert.Equal(TorchLibrary.SystemNeedsCopy, TorchLibrary.LoadedCopy != 0);
        if (OperatingSystem.IsLinux())
        {
            var loads = NativeLibrary.TryLoad(TorchLibrary.FindOriginal(), out _);
            Assert.Equal(!TorchLibrary.SystemNeedsCopy, loads);
        }
    }

    [Fact]
    public void The_copy_differs_in_one_bit_and_the_original_is_unchanged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux libraries have symbol versions");

        var original = File.ReadAllBytes(TorchLibrary.FindOriginal());
        var copy = Path.Combine(folder, "copy.so");

        var changed = TorchLibrary.WriteWeakenedCopy(TorchLibrary.FindOriginal(), copy);

        var written = File.ReadAllBytes(copy);
        Assert.Equal(1, changed);
        Assert.Equal(original.Length, written.Length);
        var differences = original.Zip(written, (a, b) => a ^ b).Where(bits => bits != 0).ToList();
        Assert.Equal([0x2], differences);
        Assert.Equal(original, File.ReadAllBytes(TorchLibrary.FindOriginal()));
    }

    [Fact]
    public void A_version_that_is_not_required_changes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux libraries have symbol versions");

        var elf = File.ReadAllBytes(TorchLibrary.FindOriginal());
        var before = elf.ToArray();

        Assert.Equal(0, ElfVersionNeeds.MakeWeak(elf, "GLIBCXX_9.9.99"));
        Assert.Equal(before, elf);
    }

    [Fact]
    public void Bytes_that_are_not_a_library_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => ElfVersionNeeds.MakeWeak(new byte[100], "GLIBCXX_3.4.32"));

        Assert.Equal("found no ELF header, expected a 64-bit little-endian ELF library", error.Message);
    }
}

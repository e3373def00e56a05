using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace EmoMusic.Training.Native;

/// <summary>
/// Makes TorchSharp loadable on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04, RHEL 9).
/// </summary>
/// <remarks>
/// <c>libLibTorchSharp.so</c> requires the symbol version GLIBCXX_3.4.32 but does not use it: its only symbol,
/// <c>_ZSt21ios_base_library_initv</c>, is a marker of <c>&lt;iostream&gt;</c> without a relocation. A copy with a
/// weak requirement loads everywhere, and then stands in for the original, which has the same soname.
/// </remarks>
public static class TorchLibrary
{
    private const string FileName = "libLibTorchSharp.so";
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string NeededSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>Handle of the loaded copy; zero if the system does not need one.</summary>
    public static nint LoadedCopy { get; private set; }

    /// <summary>Whether this system's libstdc++ lacks the required version.</summary>
    public static bool SystemNeedsCopy { get; } =
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libstdc++.so.6", out var libstdcxx)
        && !NativeLibrary.TryGetExport(libstdcxx, NeededSymbol, out _);

    /// <summary>Runs automatically before any code of this assembly; further calls do nothing.</summary>
    [ModuleInitializer]
    public static void MakeLoadable()
    {
        if (SystemNeedsCopy && LoadedCopy == 0)
        {
            var original = FindOriginal();
            LoadLibtorch(Path.GetDirectoryName(original)!);
            LoadedCopy = LoadWeakenedCopy(original);
        }
    }

    /// <summary>Path of TorchSharp's native library: beside the program, or by platform.</summary>
    public static string FindOriginal()
    {
        var folder = Path.GetDirectoryName(typeof(torch).Assembly.Location)!;
        string[] places = [folder, Path.Combine(folder, "runtimes", "linux-x64", "native")];
        return places.Select(place => Path.Combine(place, FileName)).FirstOrDefault(File.Exists)
            ?? throw new DllNotFoundException(
                $"{FileName} is neither in {places[0]} nor in {places[1]}. Rebuild the program.");
    }

    /// <summary>Writes a copy of the library to <paramref name="copy"/> with a weak requirement of GCC 13.</summary>
    /// <returns>Number of requirements changed.</returns>
    public static int WriteWeakenedCopy(string original, string copy)
    {
        var elf = File.ReadAllBytes(original);
        var changed = ElfVersionNeeds.MakeWeak(elf, NeededVersion);
        File.WriteAllBytes(copy, elf);
        return changed;
    }

    // The loader does not find the dependencies of a copy in another folder, but finds loaded ones by their soname.
    private static void LoadLibtorch(string folder)
    {
        foreach (var name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
        {
            NativeLibrary.Load(Path.Combine(folder, name));
        }
    }

    private static nint LoadWeakenedCopy(string original)
    {
        var copy = Path.GetTempFileName();
        try
        {
            WriteWeakenedCopy(original, copy);
            return NativeLibrary.Load(copy);
        }
        finally
        {
            File.Delete(copy); // the mapping outlives the file
        }
    }
}

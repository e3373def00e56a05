using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace EmoMusic.Training.Native;

/// <summary>
/// Makes TorchSharp loadable on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04, RHEL 9).
/// </summary>
/// <remarks>
/// <c>libLibTorchSharp.so</c> asks for the symbol version GLIBCXX_3.4.32 but uses nothing of it: the one symbol,
/// <c>_ZSt21ios_base_library_initv</c>, is a marker that <c>&lt;iostream&gt;</c> leaves, without a relocation. A copy
/// in which that need is weak loads everywhere; once loaded it answers for the original, which has the same soname.
/// </remarks>
public static class TorchLibrary
{
    private const string FileName = "libLibTorchSharp.so";
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string NeededSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>The loaded copy; zero where the system needed none.</summary>
    public static nint LoadedCopy { get; private set; }

    /// <summary>Whether this system's libstdc++ lacks what TorchSharp's library asks for.</summary>
    public static bool SystemNeedsCopy { get; } =
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libstdc++.so.6", out var libstdcxx)
        && !NativeLibrary.TryGetExport(libstdcxx, NeededSymbol, out _);

    /// <summary>Runs by itself before any code of this assembly; a second call does nothing.</summary>
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

    /// <summary>Where the build put TorchSharp's own native library: beside the program, or by platform.</summary>
    public static string FindOriginal()
    {
        var folder = Path.GetDirectoryName(typeof(torch).Assembly.Location)!;
        string[] places = [folder, Path.Combine(folder, "runtimes", "linux-x64", "native")];
        return places.Select(place => Path.Combine(place, FileName)).FirstOrDefault(File.Exists)
            ?? throw new DllNotFoundException(
                $"{FileName} is neither in {places[0]} nor in {places[1]}; build again.");
    }

    /// <summary>Writes a copy of the library to <paramref name="copy"/> with the need for GCC 13 made weak.</summary>
    /// <returns>How many needs were changed.</returns>
    public static int WriteWeakenedCopy(string original, string copy)
    {
        var elf = File.ReadAllBytes(original);
        var changed = ElfVersionNeeds.MakeWeak(elf, NeededVersion);
        File.WriteAllBytes(copy, elf);
        return changed;
    }

    // The copy lies elsewhere, so the loader would not find its neighbours; those already loaded it knows by soname.
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
            File.Delete(copy); // once loaded the mapping lives on without its name
        }
    }
}

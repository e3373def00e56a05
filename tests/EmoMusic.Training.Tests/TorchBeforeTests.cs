using System.Runtime.CompilerServices;
using EmoMusic.Training.Native;

namespace EmoMusic.Training.Tests;

internal static class TorchBeforeTests
{
    // A test may touch TorchSharp before any code of the assembly that makes it loadable.
    [ModuleInitializer]
    internal static void MakeLoadable() => TorchLibrary.MakeLoadable();
}

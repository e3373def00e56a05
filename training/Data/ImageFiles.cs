namespace EmoMusic.Training.Data;

/// <summary>Recognises images where a CSV was expected, to tell the user how to convert them.</summary>
public static class ImageFiles
{
    private const string Script = "dotnet run data-scripts/images-to-csv.cs --";
    private const int Looked = 2000; // enough to see one, and quick in a large folder

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    private static readonly EnumerationOptions Below =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    /// <summary>Null, or what to tell a user who passes a folder of images.</summary>
    public static string? ExplainFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*", Below).Take(Looked).Any(IsImage)
            ? $"{folder}: found a folder of images, expected FER-2013's CSV. Convert it with: {Script} {folder} fer2013.csv"
            : null;

    /// <summary>Null, or what to tell a user who passes an archive of images.</summary>
    /// <param name="name">Name of the archive.</param>
    /// <param name="entries">Names of its entries.</param>
    public static string? ExplainArchive(string name, IEnumerable<string> entries) => entries.Any(IsImage)
        ? $"{name}: found an archive of images, expected FER-2013's CSV. Unpack it, and convert its folder with: "
            + $"{Script} FOLDER fer2013.csv"
        : null;

    /// <summary>Null, or what to tell a user who passes an image.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="start">Its first bytes.</param>
    public static string? ExplainImage(string name, ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            ? $"{name}: found an image, expected FER-2013's CSV. Convert the folder of images with: {Script} FOLDER fer2013.csv"
            : null;

    private static bool IsImage(string name) =>
        Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}

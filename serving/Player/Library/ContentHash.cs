using System.Security.Cryptography;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Identifies a file by its content without reading all of it.</summary>
internal static class ContentHash
{
    private const int SampleBytes = 64 * 1024;

    /// <summary>SHA-256 over the length and 64 KiB each of the start, middle and end; the first 32 hex digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = RandomAccess.GetLength(file);
        hash.AppendData(BitConverter.GetBytes(length));
        var buffer = new byte[SampleBytes];
        foreach (var offset in new[] { 0, (length / 2) - (SampleBytes / 2), length - SampleBytes }.Select(at => Math.Max(0, at)).Distinct())
        {
            hash.AppendData(buffer.AsSpan(0, RandomAccess.Read(file, buffer, offset)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}

using System.Security.Cryptography;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Ids that say nothing of what they name and cannot be guessed.</summary>
internal static class OpaqueId
{
    private const int Digits = 32;

    /// <summary>128 random bits in hex.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Whether a text looks like one.</summary>
    public static bool Is(string? text) => text?.Length == Digits && text.All(char.IsAsciiHexDigitLower);
}

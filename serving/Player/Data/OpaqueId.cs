using System.Security.Cryptography;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Random ids that reveal nothing and cannot be guessed.</summary>
internal static class OpaqueId
{
    private const int Digits = 32;

    /// <summary>128 random bits in hex.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsValid(string? text) => text?.Length == Digits && text.All(char.IsAsciiHexDigitLower);
}

using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Text as every database stores it: PostgreSQL refuses U+0000, and UTF-8 has no lone surrogates.</summary>
internal static class StorableText
{
    /// <summary>The text without U+0000, and with U+FFFD for lone surrogates; mostly the same instance.</summary>
    public static string Clean(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !HasSurrogates(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // replaces lone surrogates
        {
            if (rune.Value != 0)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    private static bool HasSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>Cleans every text on its way into the database.</summary>
    internal sealed class Converter() : ValueConverter<string, string>(text => Clean(text), text => text);
}

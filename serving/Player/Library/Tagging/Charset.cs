using System.Text;
using UtfUnknown;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>
/// Recognises the encoding of text that does not declare it: ID3v1 and RIFF know none, and many programs have written the
/// letters of their own country where ID3v2 expects Latin-1.
/// </summary>
internal static class Charset
{
    private const double WesternShare = 0.45; // of letters that are not ASCII: more is another alphabet
    private const float Certain = 0.7f; // UTF.Unknown's confidence, from which on it is right about short titles
    private const float Likely = 0.3f;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Western = Get("windows-1252");

    // How sure UTF.Unknown must be that letters among ASCII are not western ones.
    private static readonly Dictionary<string, float> LatinAlphabets = new()
    {
        ["windows-1250"] = 0.55f,
        ["iso-8859-9"] = 0.8f,
        ["windows-1254"] = 0.8f,
    };

    /// <summary>The encoding of bytes that belong together, such as all tags of a file: the more there are, the surer it is.</summary>
    public static Encoding Of(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes) || IsValid(Utf8, bytes))
        {
            return Utf8;
        }

        var (foreign, ascii) = (0, 0);
        foreach (var each in bytes)
        {
            foreign += each >= 0x80 ? 1 : 0;
            ascii += char.IsAsciiLetter((char)each) ? 1 : 0;
        }

        var guess = CharsetDetector.DetectFromBytes(bytes.ToArray()).Detected;
        return foreign < WesternShare * (foreign + ascii) ? OfLatin(guess) : OfOther(bytes, guess);
    }

    private static Encoding OfLatin(DetectionDetail? guess) =>
        guess is not null && LatinAlphabets.TryGetValue(guess.EncodingName, out var least) && guess.Confidence >= least
            ? Get(guess.EncodingName) : Western;

    private static Encoding OfOther(ReadOnlySpan<byte> bytes, DetectionDetail? guess)
    {
        var japanese = Get("shift_jis");
        guess = guess?.EncodingName is "windows-1252" or "iso-8859-1" or "iso-8859-15" ? null : guess; // no text of accents alone
        return guess?.Confidence >= Certain ? Get(guess.EncodingName)
            : IsValid(japanese, bytes) && japanese.GetString(bytes).Any(letter => letter is >= '\u3041' and <= '\u30FE') ? japanese
            : FindCyrillic(bytes) is { } cyrillic ? cyrillic
            : guess?.Confidence >= Likely ? Get(guess.EncodingName)
            : IsValid(japanese, bytes) ? japanese
            : IsValid(Get("gb18030"), bytes) ? Get("gb18030")
            : Western;
    }

    // Both alphabets take the same 64 bytes, but the capitals of one are the small letters of the other: names begin large.
    private static Encoding? FindCyrillic(ReadOnlySpan<byte> bytes)
    {
        var (windows, koi8) = (0, 0);
        byte before = 0;
        foreach (var each in bytes)
        {
            if (each is >= 0x80 and < 0xC0 and not (0xA8 or 0xB8 or 0xA3 or 0xB3)) // the letter ё has a place of its own
            {
                return null;
            }

            if (before < 0x80 && each >= 0xC0)
            {
                _ = each < 0xE0 ? windows++ : koi8++;
            }

            before = each;
        }

        return Get(koi8 > windows ? "koi8-r" : "windows-1251");
    }

    private static bool IsValid(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            encoding.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding Get(string name)
    {
        var known = CodePagesEncodingProvider.Instance.GetEncoding(
            name == "shift-jis" ? "shift_jis" : name, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);
        return known ?? Encoding.Latin1;
    }
}

using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Detector;

/// <summary>Reads a photo that was sent as text: base64 in JSON, or a data URL.</summary>
internal static class PhotoText
{
    private const string Example = """{"image": "<base64>"}""";

    /// <summary>Whether a body or form field is a data URL.</summary>
    public static bool IsDataUrl(ReadOnlySpan<byte> content) =>
        Trim(content) is { Length: >= 5 } text && Ascii.EqualsIgnoreCase(text[..5], "data:"u8);

    /// <summary>Whether a body is JSON: no image begins with a brace, a bracket or a quote.</summary>
    public static bool IsJson(ReadOnlySpan<byte> content) => Trim(content) is [(byte)'{' or (byte)'[' or (byte)'"', ..];

    /// <summary>The photo in JSON or a data URL; other content is returned as it is.</summary>
    /// <exception cref="PhotoException">There is no photo in the text.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> content)
    {
        if (IsJson(content.Span))
        {
            return FromJson(content[^Trim(content.Span).Length..]);
        }

        return IsDataUrl(content.Span) ? FromBase64(Encoding.UTF8.GetString(Trim(content.Span)), "The data URL") : content;
    }

    // Also without the byte order mark that some programs write before text.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> content) =>
        (content.StartsWith("\uFEFF"u8) ? content[3..] : content).TrimStart(" \t\r\n"u8);

    private static byte[] FromJson(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("image", out var image)
                && image.ValueKind == JsonValueKind.String
                ? FromBase64(image.GetString()!, "`image`")
                : throw new PhotoException(400, $"The JSON has no text `image`. Send {Example}.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // bad syntax, bad UTF-8
        {
            throw new PhotoException(400, $"The JSON is malformed. Send {Example}.");
        }
    }

    /// <summary>
    /// The photo in base64. A data URL may be percent-encoded (RFC 2397), and programs also use the alphabet of URLs, and no padding.
    /// </summary>
    /// <exception cref="PhotoException">It is not valid.</exception>
    public static byte[] FromBase64(string text, string name)
    {
        text = text.Trim();
        var isUrl = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        var start = isUrl ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var base64 = (isUrl ? Uri.UnescapeDataString(text[start..]) : text).Replace('-', '+').Replace('_', '/');
        var photo = new byte[(base64.Length + 2) / 4 * 3 + 3];
        foreach (var padding in (string[])["", "=", "=="])
        {
            if (Convert.TryFromBase64Chars(base64 + padding, photo, out var length))
            {
                return photo[..length];
            }
        }

        throw new PhotoException(400, $"{name} is not valid base64. Send {Example} or a data URL such as data:image/jpeg;base64,…");
    }
}

using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Detector;

/// <summary>Reads a photo that was sent as text: base64 in JSON, or a data URL.</summary>
internal static class PhotoText
{
    private const string Example = """{"image": "<base64>"}""";

    /// <summary>Whether a body or form field is a data URL.</summary>
    public static bool IsDataUrl(ReadOnlySpan<byte> content) => content.StartsWith("data:"u8);

    /// <summary>Whether a body is JSON; no image begins with a brace.</summary>
    public static bool IsJson(ReadOnlySpan<byte> content) => content.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    /// <summary>The photo in JSON or a data URL; other content is returned as it is.</summary>
    /// <exception cref="PhotoException">There is no photo in the text.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> content)
    {
        if (IsJson(content.Span))
        {
            return FromJson(content);
        }

        return IsDataUrl(content.Span) ? FromBase64(Encoding.UTF8.GetString(content.Span), "The data URL") : content;
    }

    private static byte[] FromJson(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.String
                ? FromBase64(image.GetString()!, "`image`")
                : throw new PhotoException(400, $"The JSON has no text `image`. Send {Example}.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // bad syntax, bad UTF-8
        {
            throw new PhotoException(400, $"The JSON is malformed. Send {Example}.");
        }
    }

    private static byte[] FromBase64(string text, string name)
    {
        var start = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var photo = new byte[(text.Length - start) / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(text.AsSpan(start), photo, out var length)
            ? photo[..length]
            : throw new PhotoException(400, $"{name} is not valid base64. Send {Example} or a data URL such as data:image/jpeg;base64,…");
    }
}

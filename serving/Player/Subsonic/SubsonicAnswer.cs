using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// Reads what servers really answer: numbers where texts are expected, fields that are missing or null, one object in place
/// of a list, XML although JSON was asked for. What cannot be read is absent.
/// </summary>
internal static class SubsonicAnswer
{
    private const int MaxText = 1000; // characters of a title

    private static readonly JsonDocumentOptions Format = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The object "subsonic-response" of a body.</summary>
    /// <exception cref="JsonException">It is neither JSON nor XML.</exception>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        var start = body.Span.TrimStart(" \t\r\n\uFEFF"u8);
        if (start is not [(byte)'<', ..])
        {
            using var json = JsonDocument.Parse(body[(body.Length - start.Length)..], Format);
            return json.RootElement.Child("subsonic-response")?.Clone();
        }

        try
        {
            using var stream = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root is { Name.LocalName: "subsonic-response" } root
                ? JsonSerializer.SerializeToElement(ToJson(root, depth: 0)) : throw new JsonException("It is another kind of XML.");
        }
        catch (Exception error) when (error is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new JsonException("It is neither JSON nor XML.", error);
        }
    }

    /// <summary>An object's object; null if it has none of this name.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Object } child ? child : null;

    /// <summary>The objects in an object's list, which may also be one object in its place.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Find(name) is not { ValueKind: not JsonValueKind.Null } list ? []
            : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [list];

    /// <summary>An object's text, which may also be a number; null if it is empty or something else.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name)?.AsText();

    /// <summary>A text, which may also be a number; null if it is empty or something else.</summary>
    public static string? AsText(this JsonElement value)
    {
        try
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
            var clean = text is null ? "" : StorableText.Clean(text).Trim();
            return clean.Length == 0 ? null : Short(clean);
        }
        catch (InvalidOperationException) // half a character, escaped
        {
            return null;
        }
    }

    /// <summary>A text of the length that is stored at most.</summary>
    public static string Short(string text) => text.Length <= MaxText ? text : StorableText.Clean(text[..MaxText] + "…");

    /// <summary>An object's number, which may also be a text; null if it is something else, or not finite.</summary>
    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;

    /// <summary>Whether an object's value is true.</summary>
    public static bool IsTrue(this JsonElement element, string name) =>
        element.Find(name) is { } value && (value.ValueKind == JsonValueKind.True || value.AsText() is "true");

    private static JsonElement? Find(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
                ? value : null;
        }
        catch (InvalidOperationException) // half a character, escaped, in another name
        {
            return null;
        }
    }

    // Attributes become texts, elements of the same name a list, and text inside an element its "value".
    private static JsonObject ToJson(XElement element, int depth)
    {
        const int maxDepth = 20;
        var json = new JsonObject();
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            json[attribute.Name.LocalName] = attribute.Value;
        }

        foreach (var group in depth < maxDepth ? element.Elements().GroupBy(child => child.Name.LocalName) : [])
        {
            var items = group.Select(child => (JsonNode)ToJson(child, depth + 1)).ToArray();
            json[group.Key] = items is [var only] && only.AsObject().Count > 0 ? only : new JsonArray(items);
        }

        if (!element.HasElements && element.Value.Length > 0)
        {
            json["value"] = element.Value;
        }

        return json;
    }
}

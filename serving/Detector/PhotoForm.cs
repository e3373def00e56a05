using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Detector;

/// <summary>Finds the photo in a form: the field <c>photo</c>, or the only file.</summary>
internal static class PhotoForm
{
    private const int MaxBoundaryLength = 200;
    private const int MaxNamesShown = 5;
    private const int MaxNameLength = 40;

    /// <exception cref="PhotoException">The form has no file, or several.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, string boundary, CancellationToken cancel)
    {
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            throw new PhotoException(400, "The form has no valid boundary. Send multipart/form-data with one.");
        }

        var (fields, files, photo) = (new List<string>(), new List<string>(), ReadOnlyMemory<byte>.Empty);
        var reader = new MultipartReader(boundary, body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").ToString();
            var content = await PhotoBody.ReadAllAsync(section.Body, null, cancel);
            var encoding = section.Headers?.GetValueOrDefault("Content-Transfer-Encoding").ToString();
            if ("base64".Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                content = PhotoText.FromBase64(Encoding.ASCII.GetString(content.Span), $"`{name}`");
            }

            if (name == "photo")
            {
                return content;
            }

            fields.Add(name);
            if (disposition?.IsFileDisposition() == true || PhotoText.IsDataUrl(content.Span))
            {
                files.Add(name);
                photo = content;
            }
        }

        return files.Count switch
        {
            1 => photo,
            0 when fields.Count == 0 => throw new PhotoException(
                400, "The form is empty. Send the image file in a field `photo`."),
            0 => throw new PhotoException(
                400, $"The form has no file, only {Listed(fields)}. Send the image file in a field `photo`."),
            _ => throw new PhotoException(
                400, $"The form has {files.Count} files: {Listed(files)}. Send one, or name its field `photo`."),
        };
    }

    private static string Listed(List<string> names)
    {
        var shown = names.Take(MaxNamesShown).Select(name => $"`{(name.Length > MaxNameLength ? name[..MaxNameLength] + "…" : name)}`");
        var more = names.Count - MaxNamesShown;
        return string.Join(", ", shown) + (more > 0 ? $" and {more} more" : "");
    }
}

using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Detector;

/// <summary>
/// The photo in a request: the body itself, or the field <c>photo</c> of a form. It is read into memory and nowhere
/// else; ASP.NET Core's own form reader would put larger files on the disk.
/// </summary>
internal static class PhotoBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private const int MostBoundaryCharacters = 200;

    /// <exception cref="PhotoException">There is no photo in the request, or it is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var form = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
            return form
                ? await ReadFormAsync(request.Body, HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), cancel)
                : await ReadAllAsync(request.Body, request.ContentLength, cancel);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new PhotoException(
                413, $"Found more than {MostBytes >> 20} MB, expected less. Send a smaller photo.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new PhotoException(400, "Found a form that is cut off or damaged, expected a whole one. Send it again.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadFormAsync(Stream body, string boundary, CancellationToken cancel)
    {
        if (boundary.Length is 0 or > MostBoundaryCharacters)
        {
            throw new PhotoException(400, "Found a form without a boundary, expected multipart/form-data with one.");
        }

        var reader = new MultipartReader(boundary, body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (section.GetContentDispositionHeader()?.Name is { } name && HeaderUtilities.RemoveQuotes(name) == "photo")
            {
                return await ReadAllAsync(section.Body, null, cancel);
            }
        }

        throw new PhotoException(400, "Found no field 'photo' in the form, expected the image file there.");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream stream, long? length, CancellationToken cancel)
    {
        using var bytes = new MemoryStream((int)Math.Min(length ?? 0, MostBytes));
        await stream.CopyToAsync(bytes, cancel);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}

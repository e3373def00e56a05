using EmoMusic.Serving.Web;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Detector;

/// <summary>
/// Reads the photo in a request: the body itself, as a file, JSON or data URL, or a file in a form. It stays in memory; ASP.NET
/// Core's own form reader would buffer larger files on disk.
/// </summary>
internal static class PhotoBody
{
    /// <exception cref="PhotoException">The request contains no photo, or it is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var form = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        try
        {
            return PhotoText.Decode(form
                ? await PhotoForm.ReadAsync(request.Body, HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), cancel)
                : await ReadAllAsync(request.Body, request.ContentLength, cancel));
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new PhotoException(
                413, $"The photo is larger than {Limits.MaxRequestBodyBytes >> 20} MB. Send a smaller one.");
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw new PhotoException(408, "The photo arrived too slowly. Send it again, or a smaller one.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new PhotoException(400, $"The {(form ? "form" : "request")} is truncated or malformed. Send it again.");
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream stream, long? length, CancellationToken cancel)
    {
        using var bytes = new MemoryStream((int)Math.Min(length ?? 0, Limits.MaxRequestBodyBytes));
        await stream.CopyToAsync(bytes, cancel);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}

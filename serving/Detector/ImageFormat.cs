using System.Text;

namespace EmoMusic.Serving.Detector;

/// <summary>A file's format, by its first bytes.</summary>
/// <param name="Name">With its article: "a PNG", "an AVIF".</param>
/// <param name="Kind">What a file of it is: "image", "video", "document" or "archive".</param>
/// <param name="IsSupported">Whether the server decodes it.</param>
internal sealed record ImageFormat(string Name, string Kind, bool IsSupported)
{
    private const int MarkupStart = 1000; // bytes in which the first element is looked for

    private static readonly byte[] StartOfJpeg = [0xff, 0xd8, 0xff];
    private static readonly ImageFormat Heic = Other("a HEIC");
    private static readonly ImageFormat Avif = Other("an AVIF");
    private static readonly ImageFormat Tiff = Other("a TIFF or raw");
    private static readonly ImageFormat Video = Other("an MP4 or QuickTime", "video");

    private static readonly (byte[] Signature, int Offset, ImageFormat Format)[] Signatures =
    [
        (StartOfJpeg, 0, new("a JPEG", "image", true)),
        ([0x89, .. "PNG"u8], 0, new("a PNG", "image", true)),
        ([.. "WEBP"u8], 8, new("a WebP", "image", true)),
        ([.. "GIF8"u8], 0, Other("a GIF")),
        ([.. "II*\0"u8], 0, Tiff),
        ([.. "MM\0*"u8], 0, Tiff),
        ([.. "II+\0"u8], 0, Tiff), // over 4 GB
        ([.. "MM\0+"u8], 0, Tiff),
        ([.. "IIU\0"u8], 0, Tiff), // Panasonic's raw files
        ([.. "IIRO"u8], 0, Tiff), // Olympus's
        ([.. "IIRS"u8], 0, Tiff),
        ([.. "FUJIFILMCCD-RAW"u8], 0, Tiff),
        ([0x49, 0x49, 0xbc], 0, Other("a JPEG XR")),
        ([0, 0, 0, 12, .. "jP  "u8], 0, Other("a JPEG 2000")),
        ([0xff, 0x4f, 0xff, 0x51], 0, Other("a JPEG 2000")),
        ([0, 0, 0, 12, .. "JXL "u8], 0, Other("a JPEG XL")),
        ([0xff, 0x0a], 0, Other("a JPEG XL")),
        ([0, 0, 1, 0], 0, Other("an ICO")),
        ([.. "8BPS"u8], 0, Other("a Photoshop")),
        ([.. "P5\n"u8], 0, Other("a PGM")),
        ([.. "P6\n"u8], 0, Other("a PPM")),
        ([.. "%PDF"u8], 0, Other("a PDF", "document")),
        ([.. "AVI "u8], 8, Other("an AVI", "video")),
        ([0x1a, 0x45, 0xdf, 0xa3], 0, Other("a Matroska or WebM", "video")),
        ([.. "PK\u0003\u0004"u8], 0, Other("a ZIP", "archive")),
        ([0x1f, 0x8b], 0, Other("a gzip", "archive")),
    ];

    /// <summary>The format of a file, or null if it is not known to be an image.</summary>
    public static ImageFormat? Of(ReadOnlySpan<byte> file)
    {
        foreach (var (signature, offset, format) in Signatures)
        {
            if (file.Length >= offset && file[offset..].StartsWith(signature))
            {
                return format;
            }
        }

        return file.Length >= 12 && file[4..].StartsWith("ftyp"u8) ? OfBrands(file) : OfMarkup(file);
    }

    /// <summary>Says why a file that Skia cannot decode is refused, and what to do.</summary>
    public static PhotoException Refuse(ReadOnlySpan<byte> file) => RefuseRare(file) ?? Of(file) switch
    {
        { IsSupported: true } format => new(
            400, $"The file begins as {format.Name} {format.Kind} but is damaged. Send the file again."),
        { Kind: "image" } format => new(415, $"The file is {format.Name} image. Save it as JPEG, and send that."),
        { } format => new(415, $"The file is {format.Name} {format.Kind}. Send a JPEG, PNG, WebP or BMP file."),
        null => new(415, "The file is not an image. Send a JPEG, PNG, WebP or BMP file."),
    };

    /// <summary>The same for a JPEG file of a rare kind, which would not be read either if it were sent again; null for others.</summary>
    public static PhotoException? RefuseRare(ReadOnlySpan<byte> file) =>
        file.StartsWith(StartOfJpeg) && RareJpeg.KindOf(file) is { } kind
            ? new(415, $"The file is a JPEG of a rare kind ({kind}). Save it as an ordinary JPEG, and send that.") : null;

    // Text before the first element may be a byte order mark, spaces, <?xml … ?>, comments and a document type.
    private static ImageFormat? OfMarkup(ReadOnlySpan<byte> file)
    {
        var start = Encoding.UTF8.GetString(file[..Math.Min(file.Length, MarkupStart)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return !start.StartsWith('<') ? null
            : start.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? Other("an SVG")
            : start.Contains("<html", StringComparison.OrdinalIgnoreCase) ? Other("an HTML", "document") : null;
    }

    // ISO/IEC 14496-12: the box's size, "ftyp", the major brand, a version, and brands that it is compatible with.
    private static ImageFormat OfBrands(ReadOnlySpan<byte> file)
    {
        var size = Math.Min(file[3], file.Length);
        for (var at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
        {
            if (OfBrand(Encoding.ASCII.GetString(file.Slice(at, 4))) is { } format)
            {
                return format;
            }
        }

        // "mif1": an image of some codec.
        return file[8..].StartsWith("mif1"u8) || file[8..].StartsWith("msf1"u8) ? Heic : Video;
    }

    private static ImageFormat? OfBrand(string brand) => brand switch
    {
        "avif" or "avis" => Avif,
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => Heic,
        "crx " => Tiff, // Canon's raw files
        _ => null,
    };

    private static ImageFormat Other(string name, string kind = "image") => new(name, kind, false);
}

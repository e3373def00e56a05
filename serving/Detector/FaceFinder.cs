using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using OpenCvSharp;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace EmoMusic.Serving.Detector;

/// <summary>
/// Finds faces with OpenCV's Haar cascade (Viola and Jones 2001). If OpenCV's native library or the cascade file is missing,
/// <see cref="Name"/> is null, <see cref="Hint"/> says what to install, and <see cref="Find"/> must not be called.
/// </summary>
public sealed partial class FaceFinder : IDisposable
{
    private const string Cascade = "haarcascade_frontalface_default.xml";
    private const int SmallestFace = 30; // pixels in the searched image

    private static readonly string[] Folders =
    [
        "/usr/share/opencv4/haarcascades", // Debian and Ubuntu: opencv-data
        "/usr/share/opencv/haarcascades",
        "/usr/local/share/opencv4/haarcascades",
        "/opt/homebrew/share/opencv4/haarcascades",
    ];

    private readonly DetectorOptions options;
    private readonly ObjectPool<CascadeClassifier>? classifiers; // not thread-safe

    public FaceFinder(IOptions<DetectorOptions> options, ILogger<FaceFinder> log)
    {
        this.options = options.Value;
        (classifiers, Name, Hint) = Open();
        if (Hint is not null)
        {
            LogMissing(log, Hint);
        }
    }

    /// <summary>The cascade's name; null if faces cannot be found.</summary>
    public string? Name { get; }

    /// <summary>What to install if faces cannot be found; else null.</summary>
    public string? Hint { get; }

    /// <summary>Finds the faces in an image.</summary>
    /// <returns>Squares in the image's pixels, largest first.</returns>
    public IReadOnlyList<Box> Find(GreyImage picture)
    {
        if (classifiers is null)
        {
            throw new InvalidOperationException(Hint);
        }

        var scale = Math.Min(1, (double)options.SearchSide / Math.Max(picture.Width, picture.Height));
        using var full = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC1, picture.Pixels);
        using var small = new Mat();
        Cv2.Resize(full, small, default, scale, scale, InterpolationFlags.Area);
        Cv2.EqualizeHist(small, small);

        var classifier = classifiers.Get();
        try
        {
            var found = classifier.DetectMultiScale(
                small, options.ScaleFactor, options.Neighbours, minSize: new Size(SmallestFace, SmallestFace));
            return [.. found
                .Select(face => new Box(face.X / scale, face.Y / scale, face.Width / scale, face.Height / scale))
                .OrderByDescending(face => face.Width * face.Height)];
        }
        finally
        {
            classifiers.Return(classifier);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (classifiers as IDisposable)?.Dispose();

    private (ObjectPool<CascadeClassifier>? Classifiers, string? Name, string? Hint) Open()
    {
        var path = options.Cascade ?? Folders.Select(folder => Path.Combine(folder, Cascade)).FirstOrDefault(File.Exists);
        if (path is null || !File.Exists(path))
        {
            return (null, null, "Faces cannot be found: OpenCV's cascade file is missing. "
                + $"Install it (apt-get install opencv-data), or set Detector:Cascade to {Cascade}.");
        }

        try
        {
            using var first = new CascadeClassifier(path);
            return first.Empty()
                ? (null, null, $"Faces cannot be found: {path} is not a cascade file. Set Detector:Cascade to {Cascade}.")
                : (new DefaultObjectPoolProvider().Create(new Policy(path)), Path.GetFileNameWithoutExtension(path), null);
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException)
        {
            return (null, null, "Faces cannot be found: OpenCV's native library does not load. "
                + "Install its dependencies (apt-get install libgtk-3-0 libatomic1 libdrm2).");
        }
        catch (OpenCVException)
        {
            return (null, null, $"Faces cannot be found: {path} is not a cascade file. Set Detector:Cascade to {Cascade}.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Hint}")]
    private static partial void LogMissing(ILogger log, string hint);

    private sealed class Policy(string path) : PooledObjectPolicy<CascadeClassifier>
    {
        public override CascadeClassifier Create() => new(path);

        public override bool Return(CascadeClassifier classifier) => true;
    }
}

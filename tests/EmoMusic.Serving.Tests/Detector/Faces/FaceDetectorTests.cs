using System.Diagnostics;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector.Faces;

/// <summary>Found rates on two real photos with three faces, altered, beside the checkout.</summary>
public sealed class FaceDetectorTests : IDisposable
{
    private const int Photos = 60; // an alteration

    private readonly FaceDetector detector = new(Options.Create(new DetectorOptions()));

    public static TheoryData<string, double> MinFoundRates => new()
    {
        { "upright", .98 }, { "turned by 15°", .95 }, { "turned by 30°", .95 }, { "turned by 45°", .95 },
        { "turned by 90°", .9 }, { "turned by 180°", .9 }, { "brightness × 0.15", .95 }, { "backlit", .95 },
        { "light from one side", .95 }, { "with a mask", .9 }, { "one side covered", .8 },
        { "face of 40 px", .9 }, { "face of 30 px", .9 },
    };

    public void Dispose() => detector.Dispose();

    [Theory]
    [MemberData(nameof(MinFoundRates))]
    public void Faces_are_found_in_altered_photos(string name, double rate)
    {
        using var photos = Altered();
        var alteration = Alteration.All.Single(each => each.Name == name);
        var missed = Enumerable.Range(0, Photos).AsParallel().AsOrdered().Where(seed => !IsFound(photos.Compose(alteration, seed))).ToList();

        Assert.True(missed.Count <= Photos * (1 - rate), $"{name}: missed {string.Join(", ", missed)} of {Photos}");
    }

    [Fact]
    public void A_found_face_has_six_keypoints_where_people_see_them()
    {
        var face = Assert.Single(Detect(Repository.Photo("one-face.png")));

        var expected = new[] { (203, 102), (248, 103), (224, 128), (224, 149), (178, 111), (273, 114) }; // by eye
        Assert.All(face.Keypoints.All.Zip(expected), pair =>
            Assert.InRange(pair.First.DistanceTo(new(pair.Second.Item1, pair.Second.Item2)), 0, 6));
        Assert.InRange(face.Confidence, .8, 1);
    }

    [Fact]
    public void The_drawing_that_warms_it_up_is_a_face_to_it()
    {
        using var photo = Photo.Decode(EmoMusic.Serving.Web.DrawnFace.Jpeg());

        Assert.Single(detector.Detect(photo.Pixels).Found);
    }

    [Fact]
    public void The_largest_face_comes_first()
    {
        var faces = Detect(Repository.Photo("two-faces.jpg"));

        Assert.Equal(2, faces.Count);
        Assert.True(faces[0].Box.Width * faces[0].Box.Height >= faces[1].Box.Width * faces[1].Box.Height);
    }

    [Fact]
    public void Near_its_last_place_a_face_is_found_again_alone()
    {
        using var photo = Photo.Decode(File.ReadAllBytes(Repository.Photo("two-faces.jpg")));
        var second = detector.Detect(photo.Pixels).Found[1];
        var moved = second.Box with { X = second.Box.X + (second.Box.Width / 4) };

        var found = Assert.Single(detector.Detect(photo.Pixels, moved).Found);

        Assert.InRange(found.Box.Centre.DistanceTo(second.Box.Centre), 0, second.Box.Width / 10);
    }

    [Theory]
    [InlineData(500, 500, 100, 100)]
    [InlineData(-900, -900, 50, 50)]
    [InlineData(1e9, 1e9, 1e9, 1e9)]
    public void A_face_that_is_lost_is_looked_for_in_the_whole_photo(double x, double y, double width, double height)
    {
        using var photo = Photo.Decode(File.ReadAllBytes(Repository.Photo("two-faces.jpg")));

        Assert.Equal(2, detector.Detect(photo.Pixels, new Box(x, y, width, height)).Found.Count);
    }

    [Fact]
    public void Of_five_hundred_faces_the_hundred_largest_are_found_in_time()
    {
        using var face = SKImage.FromEncodedData(Repository.Photo("one-face.png"));
        using var crowd = new SKBitmap(1250, 1000);
        using var canvas = new SKCanvas(crowd);
        for (var i = 0; i < 500; i++)
        {
            var place = SKRect.Create(i % 25 * 50, i / 25 * 50, 50, 50);
            canvas.DrawImage(face, SKRect.Create(150, 40, 150, 150), place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        var clock = Stopwatch.StartNew();
        var faces = detector.Detect(crowd);

        Assert.Equal((FaceDetector.MaxFaces, false), (faces.Found.Count, faces.IsComplete));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 20)]
    [InlineData(3, 2)]
    [InlineData(20, 400)]
    public void Tiny_and_narrow_photos_have_no_face(int width, int height)
    {
        using var photo = new SKBitmap(width, height);
        photo.Erase(SKColors.Gray);

        Assert.Empty(detector.Detect(photo).Found);
    }

    [Fact]
    public async Task A_missing_model_file_stops_the_start_with_its_name()
    {
        var (exitCode, error) = await ServerProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--Detector:FaceDetector", "/nowhere"]);

        Assert.Equal(
            (1, "/nowhere/face_detection_back_256x256_barracuda.onnx: file not found, expected the face detector's model. "
                + "Restore it with: dotnet run data-scripts/get-face-detector.cs"),
            (exitCode, error));
    }

    [Fact]
    public async Task A_damaged_model_file_stops_the_start_with_its_name()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(FaceDetectorFiles.DefaultFolder, "*.onnx"))
        {
            File.Copy(path, folder[Path.GetFileName(path)]);
        }

        var front = folder["face_detection_front_128x128_barracuda.onnx"];
        File.WriteAllText(front, "hello");

        var (exitCode, error) = await ServerProcess.RunAsync(
            ["--urls", "http://127.0.0.1:0", "--Detector:FaceDetector", folder.Path]);

        Assert.Equal(
            (1, $"{front}: the face detector's model is damaged: its SHA-256 is "
                + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, expected "
                + "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51. "
                + "Restore it with: dotnet run data-scripts/get-face-detector.cs"),
            (exitCode, error));
    }

    private static AlteredPhotos Altered() => new(Path.GetDirectoryName(Repository.Photo("one-face.png"))!);

    private IReadOnlyList<Detection> Detect(string path)
    {
        using var photo = Photo.Decode(File.ReadAllBytes(path));
        return detector.Detect(photo.Pixels).Found;
    }

    private bool IsFound(AlteredPhoto altered)
    {
        using var photo = Photo.Decode(altered.Jpeg);
        return detector.Detect(photo.Pixels).Found
            .Any(face => altered.IsFoundAt(face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height));
    }
}

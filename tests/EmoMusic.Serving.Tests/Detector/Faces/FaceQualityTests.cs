using System.Text.Json;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector.Faces;

public sealed class FaceQualityTests : IDisposable
{
    private readonly FaceDetector detector = new(Options.Create(new DetectorOptions()));

    public void Dispose() => detector.Dispose();

    [Theory]
    [InlineData("upright", null)]
    [InlineData("turned by 30°", null)]
    [InlineData("brightness × 0.05", "too-dark")]
    [InlineData("with a mask", "covered")]
    [InlineData("face of 22 px", null)]
    public void Most_faces_are_judged_by_what_was_done_to_them(string name, string? code)
    {
        const int Photos = 30;
        var alteration = name switch
        {
            "brightness × 0.05" => Alteration.Dark(.05f),
            "face of 22 px" => new(name) { Size = (22, 22) },
            _ => Alteration.All.Single(each => each.Name == name),
        };
        using var photos = new AlteredPhotos(Path.GetDirectoryName(Repository.Photo("one-face.png"))!);
        var rated = Enumerable.Range(0, Photos).AsParallel().AsOrdered().Select(seed => Rate(photos.Compose(alteration, seed))).OfType<FaceQuality>().ToList();

        Assert.True(rated.Count > Photos / 3, $"only {rated.Count} found");
        var right = rated.Count(quality => code is null ? quality.Readable : quality.Problems.Any(problem => problem.Code == code));
        Assert.True(right >= .9 * rated.Count, $"{right} of {rated.Count}: "
            + JsonSerializer.Serialize(rated.SelectMany(quality => quality.Problems).CountBy(problem => problem.Code)));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(15.9, false)]
    public void A_face_below_sixteen_pixels_is_told_to_move_closer(double pixels, bool isReadable)
    {
        using var photo = Photo.Decode(File.ReadAllBytes(Repository.Photo("one-face.png")));
        var face = detector.Detect(photo.Pixels).Found[0];

        var quality = FaceQuality.Of(FaceAlignment.Crop(photo.Pixels, face.Keypoints), pixels, face.Keypoints);

        Assert.Equal(isReadable ? [] : [new("too-small", "The face is too small. Move closer to the camera.")], quality.Problems);
    }

    [Fact]
    public void A_blurred_face_is_told_to_hold_still()
    {
        using var photo = Photo.Decode(File.ReadAllBytes(Repository.Photo("one-face.png")));
        var face = detector.Detect(photo.Pixels).Found[0];
        using var blurred = new SKBitmap(photo.Pixels.Info);
        using (var canvas = new SKCanvas(blurred))
        using (var paint = new SKPaint())
        {
            paint.ImageFilter = SKImageFilter.CreateBlur(8, 8);
            canvas.DrawBitmap(photo.Pixels, 0, 0, paint);
        }

        var quality = FaceQuality.Of(FaceAlignment.Crop(blurred, face.Keypoints), face.Box.Width, face.Keypoints);

        Assert.False(quality.Readable);
        Assert.Equal([new("too-blurred", "The face is blurred. Hold still, and clean the camera's lens.")], quality.Problems);
    }

    [Fact]
    public void A_face_in_profile_is_told_to_look_into_the_camera()
    {
        using var photo = Photo.Decode(File.ReadAllBytes(Repository.Photo("one-face.png")));
        var face = detector.Detect(photo.Pixels).Found[0];
        var profile = face.Keypoints with { Nose = new(face.Keypoints.LeftEye.X - 2, face.Keypoints.Nose.Y) };

        var quality = FaceQuality.Of(FaceAlignment.Crop(photo.Pixels, face.Keypoints), face.Box.Width, profile);

        Assert.Equal([new("turned-away", "The face is turned away. Look into the camera.")], quality.Problems);
    }

    private FaceQuality? Rate(AlteredPhoto altered)
    {
        using var photo = Photo.Decode(altered.Jpeg);
        return detector.Detect(photo.Pixels).Found.Where(face =>
                altered.IsFoundAt(face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height))
            .Select(face => FaceQuality.Of(FaceAlignment.Crop(photo.Pixels, face.Keypoints), face.Box.Width, face.Keypoints))
            .FirstOrDefault();
    }
}

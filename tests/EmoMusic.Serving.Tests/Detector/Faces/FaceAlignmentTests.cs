using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector.Faces;

public sealed class FaceAlignmentTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 1)]
    [InlineData(-75, 3)]
    [InlineData(180, .4)]
    public void Keypoints_that_fit_the_template_give_its_square(double degrees, double scale)
    {
        var angle = degrees * Math.PI / 180;
        var keypoints = Keypoints.From(new (double X, double Y)[]
        {
            (.319, .393), (.681, .393), (.5, .616), (.5, .775), (.1, .4), (.9, .4),
        }.Select(point =>
        {
            var (x, y) = ((point.X - .5) * 100 * scale, (point.Y - .5) * 100 * scale);
            return new Point(
                300 + (x * Math.Cos(angle)) - (y * Math.Sin(angle)), 200 + (x * Math.Sin(angle)) + (y * Math.Cos(angle)));
        }).ToArray());

        var square = FaceAlignment.Square(keypoints);

        Assert.Equal(0, square.Centre.DistanceTo(new(300, 200)), precision: 6);
        Assert.Equal(90 * scale, square.Side, precision: 6); // 0.9 of the template's side
        Assert.Equal(0, Math.IEEERemainder(square.Angle - angle, 2 * Math.PI), precision: 6);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(48)]
    [InlineData(30)]
    public void An_upright_square_is_sampled_as_the_whole_photo_is(double side)
    {
        using var photo = Noise(400, 300);
        var square = new CropSquare(new(190.3, 150.8), side, 0);

        var sampled = square.Sample(photo, 48);

        var expected = GreyImage.FromRgba(photo).Sample(new(190.3 - (side / 2), 150.8 - (side / 2), side, side), 48);
        Assert.InRange(Enumerable.Range(0, 48 * 48).Max(i => Math.Abs(sampled[i] - expected[i])), 0, .1);
    }

    [Theory]
    [InlineData(90, SKEncodedOrigin.RightTop)]
    [InlineData(180, SKEncodedOrigin.BottomRight)]
    [InlineData(-90, SKEncodedOrigin.LeftBottom)]
    public void A_turned_square_shows_a_turned_photo_upright(double degrees, SKEncodedOrigin turn)
    {
        using var photo = Noise(301, 301);
        using var turned = Orientation.Upright(photo.Copy(), turn);

        var upright = new CropSquare(new(150.5, 150.5), 120, 0).Sample(photo, 48);
        var found = new CropSquare(new(150.5, 150.5), 120, degrees * Math.PI / 180).Sample(turned, 48);

        Assert.InRange(upright.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, .1);
    }

    [Fact]
    public void Outside_the_photo_its_edge_is_repeated()
    {
        using var photo = new SKBitmap(50, 50);
        photo.Erase(new SKColor(70, 70, 70));

        Assert.All(new CropSquare(new(0, 0), 300, .5).Sample(photo, 48), grey => Assert.Equal(70, grey, precision: 3));
        Assert.All(new CropSquare(new(60, 60), 20, .5).Sample(photo, 48), grey => Assert.Equal(70, grey, precision: 3));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    public void Turning_a_photo_leaves_its_emotion(float angle)
    {
        const int Photos = 60;
        var detector = shared.Server.Services.GetRequiredService<FaceDetector>();
        var pool = shared.Server.Services.GetRequiredService<PredictionEnginePool<FacePixels, EmotionScores>>();
        using var photos = new AlteredPhotos(Path.GetDirectoryName(Repository.Photo("one-face.png"))!);

        var same = Enumerable.Range(0, Photos).AsParallel().Count(seed =>
            EmotionOf(photos.Compose(new("turned") { Angle = angle }, seed)) is { } turned
            && turned == EmotionOf(photos.Compose(new("upright"), seed)));

        Assert.InRange(same, .9 * Photos, Photos);

        Emotion? EmotionOf(AlteredPhoto altered)
        {
            using var photo = Photo.Decode(altered.Jpeg);
            if (detector.Detect(photo.Pixels).Found is not [var face, ..])
            {
                return null;
            }

            var scores = pool.Predict(new() { Values = FaceAlignment.Crop(photo.Pixels, face.Keypoints) }).Scores;
            return (Emotion)Array.IndexOf(scores, scores.Max());
        }
    }

    private static SKBitmap Noise(int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        new Random(1).NextBytes(bitmap.GetPixelSpan());
        return bitmap;
    }
}

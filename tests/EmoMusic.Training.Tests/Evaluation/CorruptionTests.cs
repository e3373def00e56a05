using System.Runtime;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class CorruptionTests : IDisposable
{
    private readonly LabelledImages faces = Samples.FewFaces().Training;

    public void Dispose() => faces.Dispose();

    [Fact]
    public void Each_changes_the_images_but_not_the_labels() => Assert.All(Corruption.All, corruption =>
    {
        using var corrupted = corruption.ApplyTo(faces);

        Assert.Equal(faces.Pixels.shape, corrupted.Pixels.shape);
        Assert.False(faces.Pixels.equal(corrupted.Pixels).all().item<bool>());
        Assert.True(faces.Labels.equal(corrupted.Labels).all().item<bool>());
    });

    [Theory]
    [InlineData("left", 20, 24)]
    [InlineData("right", 28, 24)]
    [InlineData("up", 24, 20)]
    [InlineData("down", 24, 28)]
    public void Shifts_move_the_image_in_their_direction(string direction, int x, int y)
    {
        using var dot = Image();
        dot.Pixels[0, 0, 24, 24] = 255;

        using var shifted = Named("shifted", direction).ApplyTo(dot);

        Assert.Equal(255, shifted.Pixels[0, 0, y, x].item<byte>());
    }

    [Theory]
    [InlineData("left", 20)]
    [InlineData("right", 27)]
    public void Rotations_turn_the_top_in_their_direction(string direction, int x)
    {
        using var stroke = Image();
        stroke.Pixels[0, 0, TensorIndex.Slice(0, 10), TensorIndex.Slice(22, 26)] = 255;

        using var rotated = Named("rotated", direction).ApplyTo(stroke);

        Assert.True(rotated.Pixels[0, 0, 5, x].item<byte>() > 200);
    }

    [Theory]
    [InlineData("sunglasses", 17, 38)]
    [InlineData("mask", 38, 17)]
    public void Sunglasses_and_masks_cover_one_half_of_the_face(string name, int covered, int free)
    {
        using var grey = Image(128);

        using var worn = Named(name, "").ApplyTo(grey);

        Assert.NotEqual(128, worn.Pixels[0, 0, covered, 24].item<byte>());
        Assert.Equal(128, worn.Pixels[0, 0, free, 24].item<byte>());
    }

    [Fact]
    public void Crops_differ_by_image_and_are_the_same_every_time()
    {
        var crops = Named("cropped", "");
        using var first = crops.ApplyTo(faces);
        manual_seed(7);
        using var again = crops.ApplyTo(faces);
        using var same = new LabelledImages(
            faces.Pixels.narrow(0, 0, 1).expand(8, 1, 48, 48), zeros(8, ScalarType.Int64));
        using var eight = crops.ApplyTo(same);

        Assert.True(first.Pixels.equal(again.Pixels).all().item<bool>());
        Assert.Equal(8, Enumerable.Range(0, 8).Select(i => eight.PixelsOf(i).Sum(pixel => pixel)).Distinct().Count());
    }

    [Fact]
    public void Brightness_is_a_factor_clamped_to_the_grey_range()
    {
        using var grey = Image(200);

        Assert.Equal(
            [140, 255],
            Corruption.All.Take(2).Select(light => (int)light.ApplyTo(grey).Pixels[0, 0, 9, 9].item<byte>()));
    }

    [Fact]
    public void Blur_spreads_a_dot_by_its_sigma()
    {
        using var dot = Image();
        dot.Pixels[0, 0, 24, 24] = 255;

        using var blurred = Named("blurred", "").ApplyTo(dot);

        Assert.Equal(255 / (2 * Math.PI), blurred.Pixels[0, 0, 24, 24].item<byte>(), 1.0);
    }

    private static Corruption Named(string start, string end) => Corruption.All.Single(one =>
        one.Name.StartsWith(start, StringComparison.Ordinal) && one.Name.EndsWith(end, StringComparison.Ordinal));

    [Fact]
    public void They_keep_the_garbage_collector_away()
    {
        var seen = default(GCLatencyMode);
        using var one = Image(100);

        using var same = new Corruption("none", pixels => Watched(pixels)).ApplyTo(one);

        Assert.Equal(GCLatencyMode.NoGCRegion, seen);

        Tensor Watched(Tensor pixels)
        {
            seen = GCSettings.LatencyMode;
            return pixels;
        }
    }

    private static LabelledImages Image(byte grey = 0) => new(full([1, 1, 48, 48], grey, uint8), zeros(1, int64));
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class CorruptionTests : IDisposable
{
    private readonly LabelledImages faces = Some.FewFaces().Training;

    public void Dispose() => faces.Dispose();

    [Fact]
    public void Each_changes_the_images_and_none_the_labels() => Assert.All(Corruption.All, corruption =>
    {
        using var disturbed = corruption.Of(faces);

        Assert.Equal(faces.Pixels.shape, disturbed.Pixels.shape);
        Assert.False(faces.Pixels.equal(disturbed.Pixels).all().item<bool>());
        Assert.True(faces.Labels.equal(disturbed.Labels).all().item<bool>());
    });

    [Theory]
    [InlineData("left", 20, 24)]
    [InlineData("right", 28, 24)]
    [InlineData("up", 24, 20)]
    [InlineData("down", 24, 28)]
    public void Moved_means_moved_to_there(string direction, int x, int y)
    {
        using var dot = Image();
        dot.Pixels[0, 0, 24, 24] = 255;

        using var moved = Corruption.All.Single(one => one.Name.StartsWith("moved") && one.Name.EndsWith(direction)).Of(dot);

        Assert.Equal(255, moved.Pixels[0, 0, y, x].item<byte>());
    }

    [Theory]
    [InlineData("left", 20)]
    [InlineData("right", 27)]
    public void Turned_to_the_right_the_top_goes_to_the_right(string direction, int x)
    {
        using var stroke = Image();
        stroke.Pixels[0, 0, TensorIndex.Slice(0, 10), TensorIndex.Slice(22, 26)] = 255;

        using var turned = Corruption.All.Single(one => one.Name.StartsWith("turned") && one.Name.EndsWith(direction)).Of(stroke);

        Assert.True(turned.Pixels[0, 0, 5, x].item<byte>() > 200);
    }

    [Fact]
    public void Light_is_a_factor_within_the_range_of_grey()
    {
        using var grey = Image(200);

        Assert.Equal([140, 255], Corruption.All.Take(2).Select(light => (int)light.Of(grey).Pixels[0, 0, 9, 9].item<byte>()));
    }

    [Fact]
    public void Blur_spreads_a_dot_by_its_sigma()
    {
        using var dot = Image();
        dot.Pixels[0, 0, 24, 24] = 255;

        using var blurred = Corruption.All.Single(one => one.Name.StartsWith("blurred")).Of(dot);

        Assert.Equal(255 / (2 * Math.PI), blurred.Pixels[0, 0, 24, 24].item<byte>(), 1.0);
    }

    private static LabelledImages Image(byte grey = 0) => new(full([1, 1, 48, 48], grey, uint8), zeros(1, int64));
}

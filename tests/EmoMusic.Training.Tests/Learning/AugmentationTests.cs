using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Learning;

public sealed class AugmentationTests : IDisposable
{
    private readonly LabelledImages images = Samples.FewFaces().Training;

    private Tensor Pixels => images.Pixels.to(ScalarType.Float32);

    public void Dispose() => images.Dispose();

    [Fact]
    public void Without_options_it_changes_nothing_and_draws_no_random_numbers()
    {
        manual_seed(1);
        var before = rand(1).item<float>();
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions()).Apply(Pixels);

        Assert.True(changed.equal(Pixels).all().item<bool>());
        Assert.Equal(before, rand(1).item<float>());
    }

    [Fact]
    public void Horizontal_flip_mirrors_some_images_only()
    {
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions { HorizontalFlip = true }).Apply(Pixels);

        var unchanged = SameImages(changed, Pixels);
        var mirrored = SameImages(changed, Pixels.flip(3));
        Assert.All(unchanged.Zip(mirrored), pair => Assert.True(pair.First || pair.Second));
        Assert.Contains(true, unchanged);
        Assert.Contains(true, mirrored);
    }

    [Theory]
    [InlineData(nameof(TrainingOptions.Translate))]
    [InlineData(nameof(TrainingOptions.Rotate))]
    [InlineData(nameof(TrainingOptions.Scale))]
    [InlineData(nameof(TrainingOptions.Brightness))]
    [InlineData(nameof(TrainingOptions.Contrast))]
    [InlineData(nameof(TrainingOptions.Blur))]
    [InlineData(nameof(TrainingOptions.Jpeg))]
    [InlineData(nameof(TrainingOptions.Occlusion))]
    [InlineData(nameof(TrainingOptions.RandomErasing))]
    public void Each_transform_varies_by_image_and_stays_in_the_grey_range(string kind)
    {
        var options = kind switch
        {
            nameof(TrainingOptions.Translate) => new TrainingOptions { Translate = 4 },
            nameof(TrainingOptions.Rotate) => new TrainingOptions { Rotate = 15 },
            nameof(TrainingOptions.Scale) => new TrainingOptions { Scale = 0.2 },
            nameof(TrainingOptions.Brightness) => new TrainingOptions { Brightness = 0.3 },
            nameof(TrainingOptions.Contrast) => new TrainingOptions { Contrast = 0.3 },
            nameof(TrainingOptions.Blur) => new TrainingOptions { Blur = 1 },
            nameof(TrainingOptions.Jpeg) => new TrainingOptions { Jpeg = 1 },
            nameof(TrainingOptions.Occlusion) => new TrainingOptions { Occlusion = 1 },
            _ => new TrainingOptions { RandomErasing = 1 },
        };
        var same = Pixels.narrow(0, 0, 1).expand(8, 1, 48, 48);
        manual_seed(1);

        var changed = new Augmentation(options).Apply(same);

        Assert.Equal(same.shape, changed.shape);
        Assert.Equal(8, Enumerable.Range(0, 8).Select(i => changed[i].square().sum().item<float>()).Distinct().Count());
        Assert.InRange(changed.min().item<float>(), 0, 255);
        Assert.InRange(changed.max().item<float>(), 0, 255.01f);
    }

    [Fact]
    public void Translation_stays_within_its_limit()
    {
        var dot = zeros(64, 1, 48, 48);
        dot[TensorIndex.Colon, 0, 24, 24] = 255;
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions { Translate = 3 }).Apply(dot);

        var columns = changed.sum(dim: [1, 2]);                                              // [64, 48]
        var centre = (columns * arange(48, ScalarType.Float32)).sum(1) / columns.sum(1);     // [64]
        Assert.InRange(centre.min().item<float>(), 21, 22.5);
        Assert.InRange(centre.max().item<float>(), 25.5, 27);
    }

    [Fact]
    public void Random_erasing_has_its_probability()
    {
        var many = Pixels.narrow(0, 0, 1).expand(400, 1, 48, 48);
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions { RandomErasing = 0.5 }).Apply(many);

        Assert.InRange(SameImages(changed, many).Count(same => !same), 160, 240);
    }

    [Fact]
    public void Occlusion_covers_the_eyes_of_some_images_and_the_mouth_of_others()
    {
        var many = full([400, 1, 48, 48], 128f);
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions { Occlusion = 0.5 }).Apply(many).ne(128);

        var eyes = Covered(row: 17);
        var mouth = Covered(row: 40);
        Assert.InRange(eyes.Count(covered => covered), 60, 140);
        Assert.InRange(mouth.Count(covered => covered), 60, 140);
        Assert.DoesNotContain(true, eyes.Zip(mouth, (upper, lower) => upper && lower));

        bool[] Covered(int row) =>
            changed[TensorIndex.Colon, 0, row, TensorIndex.Colon].any(1).data<bool>().ToArray();
    }

    [Fact]
    public void Downscaling_halves_the_resolution_of_some_images()
    {
        using var halved = Corruption.All.Single(each => each.Name == "half the resolution").ApplyTo(images);
        manual_seed(1);

        var changed = new Augmentation(new TrainingOptions { Downscale = 0.5 }).Apply(Pixels);

        var downscaled = SameImages(changed.round(), halved.Pixels.to(ScalarType.Float32));
        var unchanged = SameImages(changed, Pixels);
        Assert.All(unchanged.Zip(downscaled), pair => Assert.True(pair.First || pair.Second));
        Assert.Contains(true, unchanged);
        Assert.Contains(true, downscaled);
    }

    [Fact]
    public void The_same_seed_gives_the_same_augmentation()
    {
        var options = new TrainingOptions
        {
            HorizontalFlip = true,
            Translate = 3,
            Rotate = 10,
            Scale = 0.1,
            RandomErasing = 0.5,
        };

        manual_seed(5);
        var first = new Augmentation(options).Apply(Pixels);
        manual_seed(5);
        var second = new Augmentation(options).Apply(Pixels);

        Assert.True(first.equal(second).all().item<bool>());
    }

    private static bool[] SameImages(Tensor first, Tensor second) =>
        (first - second).abs().amax(dims: [1, 2, 3]).lt(0.01f).data<bool>().ToArray();
}

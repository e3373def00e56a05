using EmoMusic.Training.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Data;

/// <summary>
/// Changes a whole batch at once, each image in its own way: flip, shift, rotation and scale in one resampling, then
/// blur, half the resolution, brightness and contrast, JPEG, then a rectangle erased. What the options leave off costs
/// nothing and draws no random number.
/// </summary>
public sealed class Augmentation(TrainingOptions options)
{
    // Random erasing, Zhong et al. 2020, with the bounds of torchvision.
    private const double SmallestErased = 0.02; // share of the image's area
    private const double LargestErased = 0.33;
    private const double LongestErased = 3.3;   // ratio of its sides, either way

    private const double LowestQuality = 30;    // of JPEG
    private const double HighestQuality = 95;

    private bool Moves => options.HorizontalFlip || options.Translate > 0 || options.Rotate > 0 || options.Scale > 0;

    /// <summary>float [n, 1, h, w], 0–255, to the same; outside of the image lies its edge, repeated.</summary>
    public Tensor Apply(Tensor pixels)
    {
        pixels = Moves ? Move(pixels) : pixels;
        pixels = options.Blur > 0 ? Soften(pixels) : pixels;
        pixels = options.Downscale > 0 ? Coarsen(pixels) : pixels;
        pixels = options.Brightness > 0 || options.Contrast > 0 ? Expose(pixels) : pixels;
        pixels = options.Jpeg > 0 ? Compress(pixels) : pixels;
        return options.RandomErasing > 0 ? EraseRectangles(pixels) : pixels;
    }

    private Tensor Move(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var (n, side) = (pixels.shape[0], pixels.shape[3]);
        var angle = Around(n, options.Rotate * Math.PI / 180);
        var size = 1 / (1 + Around(n, options.Scale));
        var mirror = options.HorizontalFlip ? 1 - (2 * randint(0, 2, [n]).to(ScalarType.Float32)) : ones(n);
        var shift = 2 * options.Translate / side; // affine_grid measures the image from −1 to 1

        // Rows of the matrix that leads from a target pixel back to its source: turn, scale, mirror, shift.
        var (cos, sin) = (angle.cos() * size, angle.sin() * size);
        var x = stack([cos * mirror, -sin * mirror, Around(n, shift)], 1);
        var y = stack([sin, cos, Around(n, shift)], 1);
        var grid = functional.affine_grid(stack([x, y], 1), pixels.shape, align_corners: false);
        var moved = functional.grid_sample(
            pixels, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return moved.MoveToOuterDisposeScope();
    }

    // Between the image and what a lens out of focus makes of it: two box filters, about a Gaussian of 1.2 pixels.
    private Tensor Soften(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var n = pixels.shape[0];
        var amount = rand(n, 1, 1, 1) * Some(pixels, options.Blur);
        return (pixels + (amount * (Box(Box(pixels)) - pixels))).MoveToOuterDisposeScope();

        static Tensor Box(Tensor image) => functional.avg_pool2d(image, 3, 1, 1, count_include_pad: false);
    }

    // Half the resolution, as of a face far from the camera.
    private Tensor Coarsen(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var coarse = functional.interpolate(
            functional.avg_pool2d(pixels, 2), size: [pixels.shape[2], pixels.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false);
        return where(Some(pixels, options.Downscale), coarse, pixels).MoveToOuterDisposeScope();
    }

    private Tensor Compress(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var quality = LowestQuality + (rand(pixels.shape[0], 1, 1) * (HighestQuality - LowestQuality));
        return where(Some(pixels, options.Jpeg), Jpeg.Compress(pixels, quality), pixels).MoveToOuterDisposeScope();
    }

    private static Tensor Some(Tensor pixels, double share) => rand(pixels.shape[0], 1, 1, 1).lt(share);

    private Tensor Expose(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var n = pixels.shape[0];
        var mean = pixels.mean([1, 2, 3], keepdim: true);
        var contrast = 1 + Around(n, options.Contrast).view(n, 1, 1, 1);
        var brightness = 1 + Around(n, options.Brightness).view(n, 1, 1, 1);
        return ((((pixels - mean) * contrast) + mean) * brightness).clamp(0, 255).MoveToOuterDisposeScope();
    }

    private Tensor EraseRectangles(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var (n, h, w) = (pixels.shape[0], pixels.shape[2], pixels.shape[3]);
        var area = Between(n, SmallestErased, LargestErased);

        // The square root of height to width, evenly spread in its logarithm.
        var stretch = (Around(n, Math.Log(LongestErased)).view(n, 1, 1, 1) / 2).exp();
        var height = (area.sqrt() * stretch).clamp(max: 1) * h;
        var width = (area.sqrt() / stretch).clamp(max: 1) * w;
        var top = rand(n, 1, 1, 1) * (h - height);
        var left = rand(n, 1, 1, 1) * (w - width);

        var row = arange(h, ScalarType.Float32).view(1, 1, h, 1);
        var column = arange(w, ScalarType.Float32).view(1, 1, 1, w);
        var inside = row.ge(top) & row.lt(top + height) & column.ge(left) & column.lt(left + width);
        var erased = inside & Some(pixels, options.RandomErasing); // [n, 1, h, w]
        return where(erased, rand_like(pixels) * 255, pixels).MoveToOuterDisposeScope();

        static Tensor Between(long n, double low, double high) => low + (rand(n, 1, 1, 1) * (high - low));
    }

    // float [n], evenly spread over −spread … spread
    private static Tensor Around(long n, double spread) => spread > 0 ? ((rand(n) * 2) - 1) * spread : zeros(n);
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// Augments a batch, each image differently: sunglasses or a mask; flip, translation, rotation and scale in one
/// resampling; then blur, downscaling, brightness and contrast, JPEG, random erasing. Steps that are off cost nothing
/// and draw no random numbers.
/// </summary>
public sealed class Augmentation(TrainingOptions options)
{
    // Random erasing, Zhong et al. 2020, with the bounds of torchvision.
    private const double MinErasedArea = 0.02; // fraction of the image
    private const double MaxErasedArea = 0.33;
    private const double MaxErasedAspect = 3.3;   // or its inverse

    private const double MinQuality = 30;    // of JPEG
    private const double MaxQuality = 95;

    private bool HasAffine =>
        options.HorizontalFlip || options.Translate > 0 || options.Rotate > 0 || options.Scale > 0;

    /// <summary>float [n, 1, h, w], 0–255, to the same; borders are replicated.</summary>
    public Tensor Apply(Tensor pixels)
    {
        pixels = options.Occlusion > 0 ? ApplyOcclusion(pixels) : pixels;
        pixels = HasAffine ? Affine(pixels) : pixels;
        pixels = options.Blur > 0 ? ApplyBlur(pixels) : pixels;
        pixels = options.Downscale > 0 ? ApplyDownscale(pixels) : pixels;
        pixels = options.Brightness > 0 || options.Contrast > 0 ? AdjustLight(pixels) : pixels;
        pixels = options.Jpeg > 0 ? ApplyJpeg(pixels) : pixels;
        return options.RandomErasing > 0 ? ApplyRandomErasing(pixels) : pixels;
    }

    // Dark glasses over the eyes, or a mask of any grey from below the nose down, in faces as FER-2013 crops them.
    private Tensor ApplyOcclusion(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var side = pixels.shape[3];
        var isMask = Bernoulli(pixels, 0.5);
        var top = side * where(isMask, Between(pixels, 0.58, 0.70), Between(pixels, 0.22, 0.34));
        var height = side * where(isMask, ones_like(isMask, ScalarType.Float32), Between(pixels, 0.12, 0.22));
        var left = side * Between(pixels, 0.05, 0.20);
        var right = side * Between(pixels, 0.80, 0.95);
        var grey = where(isMask, Between(pixels, 40, 255), Between(pixels, 0, 80));
        var covered = Inside(pixels, top, top + height, left, right) & Bernoulli(pixels, options.Occlusion);
        return where(covered, grey, pixels).MoveToOuterDisposeScope();
    }

    private Tensor Affine(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var (n, side) = (pixels.shape[0], pixels.shape[3]);
        var angle = Uniform(pixels, options.Rotate * Math.PI / 180);
        var size = 1 / (1 + Uniform(pixels, options.Scale));
        var mirror = options.HorizontalFlip
            ? 1 - (2 * randint(0, 2, [n], device: pixels.device).to(ScalarType.Float32)) : ones(n, device: pixels.device);
        var shift = 2 * options.Translate / side; // affine_grid measures the image from −1 to 1

        // Rows of the inverse matrix, from a target pixel to its source: rotate, scale, flip, translate.
        var (cos, sin) = (angle.cos() * size, angle.sin() * size);
        var x = stack([cos * mirror, -sin * mirror, Uniform(pixels, shift)], 1);
        var y = stack([sin, cos, Uniform(pixels, shift)], 1);
        var grid = functional.affine_grid(stack([x, y], 1), pixels.shape, align_corners: false);
        var moved = functional.grid_sample(
            pixels, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return moved.MoveToOuterDisposeScope();
    }

    // Blends the image with its blur: two box filters, about a Gaussian with sigma 1.2 pixels.
    private Tensor ApplyBlur(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var amount = Each(pixels) * Bernoulli(pixels, options.Blur);
        return (pixels + (amount * (Box(Box(pixels)) - pixels))).MoveToOuterDisposeScope();

        static Tensor Box(Tensor image) => functional.avg_pool2d(image, 3, 1, 1, count_include_pad: false);
    }

    // Half the resolution, like a face far from the camera.
    private Tensor ApplyDownscale(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var halved = functional.interpolate(
            functional.avg_pool2d(pixels, 2), size: [pixels.shape[2], pixels.shape[3]],
            mode: InterpolationMode.Bilinear, align_corners: false);
        return where(Bernoulli(pixels, options.Downscale), halved, pixels).MoveToOuterDisposeScope();
    }

    private Tensor ApplyJpeg(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var compressed = Jpeg.Compress(pixels, Between(pixels, MinQuality, MaxQuality).squeeze(3));
        return where(Bernoulli(pixels, options.Jpeg), compressed, pixels).MoveToOuterDisposeScope();
    }

    private static Tensor Bernoulli(Tensor pixels, double probability) => Each(pixels).lt(probability);

    private Tensor AdjustLight(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var n = pixels.shape[0];
        var mean = pixels.mean([1, 2, 3], keepdim: true);
        var contrast = 1 + Uniform(pixels, options.Contrast).view(n, 1, 1, 1);
        var brightness = 1 + Uniform(pixels, options.Brightness).view(n, 1, 1, 1);
        return ((((pixels - mean) * contrast) + mean) * brightness).clamp(0, 255).MoveToOuterDisposeScope();
    }

    private Tensor ApplyRandomErasing(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var (n, h, w) = (pixels.shape[0], pixels.shape[2], pixels.shape[3]);
        var area = Between(pixels, MinErasedArea, MaxErasedArea);

        // The square root of the aspect ratio, log-uniform.
        var stretch = (Uniform(pixels, Math.Log(MaxErasedAspect)).view(n, 1, 1, 1) / 2).exp();
        var height = (area.sqrt() * stretch).clamp(max: 1) * h;
        var width = (area.sqrt() / stretch).clamp(max: 1) * w;
        var top = Each(pixels) * (h - height);
        var left = Each(pixels) * (w - width);

        var inside = Inside(pixels, top, top + height, left, left + width);
        var erased = inside & Bernoulli(pixels, options.RandomErasing); // [n, 1, h, w]
        return where(erased, rand_like(pixels) * 255, pixels).MoveToOuterDisposeScope();
    }

    // bool [n, 1, h, w], from the sides of a rectangle in each image, float [n, 1, 1, 1] in pixels
    private static Tensor Inside(Tensor pixels, Tensor top, Tensor bottom, Tensor left, Tensor right)
    {
        var row = arange(pixels.shape[2], ScalarType.Float32, pixels.device).view(1, 1, -1, 1);
        var column = arange(pixels.shape[3], ScalarType.Float32, pixels.device).view(1, 1, 1, -1);
        return row.ge(top) & row.lt(bottom) & column.ge(left) & column.lt(right);
    }

    // float [n, 1, 1, 1], uniform over [0, 1), where the images are
    private static Tensor Each(Tensor pixels) => rand([pixels.shape[0], 1, 1, 1], device: pixels.device);

    private static Tensor Between(Tensor pixels, double low, double high) => low + (Each(pixels) * (high - low));

    // float [n], uniform over [−spread, spread]
    private static Tensor Uniform(Tensor pixels, double spread) => spread > 0
        ? ((rand([pixels.shape[0]], device: pixels.device) * 2) - 1) * spread
        : zeros(pixels.shape[0], device: pixels.device);
}

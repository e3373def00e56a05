using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>
/// Compares a written file with its module on the same inputs: the example and noise like it, at several batch sizes and
/// scales.
/// </summary>
/// <param name="name">The file's name in errors.</param>
/// <param name="module">In evaluation mode.</param>
/// <param name="example">float32 [batch, …], as the caller gave it.</param>
/// <param name="options">How far the two may differ.</param>
internal sealed class Verification(
    string name, Module<Tensor, Tensor> module, Tensor example, OnnxExportOptions options)
{
    private const ulong Seed = 1;
    private static readonly long[] DynamicBatches = [1, 5];
    private static readonly float[] Scales = [0.1f, 1, 10];

    /// <returns>The greatest differences over all inputs.</returns>
    public OnnxDifference Compare(string file)
    {
        try
        {
            using var session = options.Verify!(file);
            return Inputs().Aggregate(new OnnxDifference(0, 0), (worst, input) =>
            {
                using (input.Tensor)
                {
                    return worst.Max(Compare(session, input.Tensor, input.MustBeFinite));
                }
            });
        }
        catch (OnnxExportException error) when (!error.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new OnnxExportException($"{name}: {error.Message}", error);
        }
    }

    private IEnumerable<(Tensor Tensor, bool MustBeFinite)> Inputs()
    {
        yield return (example.clone(), true);
        using var deviation = example.numel() > 1 ? example.std() : ones(1);
        var (mean, spread) = (example.mean().item<float>(), Math.Max(deviation.item<float>(), 1e-3f));
        foreach (var batch in options.DynamicAxes.Count > 0 ? DynamicBatches : [example.shape[0]])
        {
            foreach (var scale in Scales)
            {
                using var generator = new Generator(Seed + (ulong)batch);
                using var noise = randn([batch, .. example.shape[1..]], generator: generator);
                yield return (((noise * spread) + mean) * scale, false); // what overflows in both is no difference
            }
        }
    }

    private OnnxDifference Compare(IOnnxSession session, Tensor sample, bool mustBeFinite)
    {
        using var input = sample.cpu().contiguous();
        var (foundShape, found) = session.Run(options.InputName, input, options.OutputName);

        // a clone, because a module that works in place would change the input
        using var expected = module.call(sample.to(example.device).clone()).cpu().contiguous();
        var batch = sample.shape[0];
        if (!foundShape.AsSpan().SequenceEqual(expected.shape))
        {
            throw new OnnxExportException(
                $"{name}: at batch {batch} the file gives shape [{string.Join(", ", foundShape)}], "
                + $"TorchSharp [{string.Join(", ", expected.shape)}]; the Export of a module of your own differs from its forward.");
        }

        var values = expected.data<float>().ToArray();
        if (mustBeFinite && !values.All(float.IsFinite))
        {
            throw new OnnxExportException($"{name}: on the example input TorchSharp gives values that are not finite. "
                + "Give an example that the model is made for.");
        }

        var difference = Difference(found, values);
        return difference.IsWithin(options) ? difference : throw new OnnxExportException(
            $"{name}: at batch {batch} the file and TorchSharp differ by {difference.Absolute:0.##e+0}, "
            + $"{difference.Relative:0.##e+0} of the largest value, expected at most {options.RelativeTolerance:0.##e+0} "
            + $"of it or {options.AbsoluteTolerance:0.##e+0}; the Export of a module of your own differs from its forward, or "
            + "the example is far from the values that the model is made for.");
    }

    // Relative to the largest value of the output, not to each one: small values next to large ones carry their rounding.
    private static OnnxDifference Difference(float[] found, float[] expected)
    {
        var (difference, largest) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            if (float.IsFinite(expected[i]))
            {
                difference = Math.Max(difference, Math.Abs((double)found[i] - expected[i])); // a NaN is the greatest
                largest = Math.Max(largest, Math.Abs(expected[i]));
            }
            else if (!found[i].Equals(expected[i]))
            {
                difference = double.NaN;
            }
        }

        return new OnnxDifference(difference, difference == 0 ? 0 : difference / largest);
    }
}

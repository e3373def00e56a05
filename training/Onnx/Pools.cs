using TorchSharp.Modules;

namespace TorchSharpToOnnx;

/// <summary>Pools with a window of fixed size.</summary>
internal static class Pools
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<MaxPool1d>((graph, m, x, output) =>
        {
            x.ExpectRank(graph, 3);
            var (stride, padding, dilation) = (Vector(m.stride), Vector(m.padding), Vector(m.dilation));
            return Max(graph, x, new(x, output, [m.kernel_size], stride, padding, dilation));
        });
        table.Add<MaxPool2d>((graph, m, x, output) =>
        {
            x.ExpectRank(graph, 4);
            return Max(graph, x, new(x, output, m.kernel_size, m.stride, m.padding, m.dilation));
        });
        table.Add<AvgPool1d>((graph, m, x, output) =>
        {
            x.ExpectRank(graph, 3);
            var window = new Window(x, output, [m.kernel_size], Vector(m.stride), Vector(m.padding));
            return Average(graph, x, window, m.count_include_pad);
        });
        table.Add<AvgPool2d>((graph, m, x, output) =>
        {
            x.ExpectRank(graph, 4);
            var window = new Window(x, output, m.kernel_size, m.stride, m.padding);
            return m.divisor_override is { } divisor
                ? Sum(graph, x, window, divisor)
                : Average(graph, x, window, m.count_include_pad);
        });
    }

    private static long[]? Vector(long? value) => value is { } given ? [given] : null;

    private static OnnxValue Max(OnnxGraph graph, OnnxValue x, Window window)
    {
        var dilation = ("dilations", (object)window.Dilation);
        if (window.Ends.Zip(window.Kernel).All(end => end.First < end.Second))
        {
            return graph.Add("MaxPool", [x], [.. window.Sizes, ("pads", window.Pads), dilation]);
        }

        // Runtimes take no padding as long as the kernel, which a dilated window can need.
        var lowest = graph.Number("lowest", double.NegativeInfinity);
        var pads = graph.Initializer("pads", [0, 0, .. window.Padding, 0, 0, .. window.Ends]);
        var padded = graph.Add("Pad", [x, pads, lowest]);
        return graph.Add("MaxPool", [padded], [.. window.Sizes, dilation]);
    }

    private static OnnxValue Average(OnnxGraph graph, OnnxValue x, Window window, bool countPadding)
    {
        if (!countPadding || window.Overhang.All(size => size == 0))
        {
            return graph.Add(
                "AveragePool", [x],
                [.. window.Sizes, ("pads", window.Pads), ("count_include_pad", countPadding ? 1 : 0)]);
        }

        // Torch counts the padding, but not what hangs over it: pad first, then count only what is there.
        var zeros = graph.Initializer("pads", [0, 0, .. window.Padding, 0, 0, .. window.Padding]);
        long[] overhang = [.. window.Padding.Select(_ => 0L), .. window.Overhang];
        return graph.Add("AveragePool", [graph.Add("Pad", [x, zeros])], [.. window.Sizes, ("pads", overhang)]);
    }

    private static OnnxValue Sum(OnnxGraph graph, OnnxValue x, Window window, long divisor)
    {
        var average = graph.Add(
            "AveragePool", [x], [.. window.Sizes, ("pads", window.Pads), ("count_include_pad", 1)]);
        var area = window.Kernel.Aggregate((a, b) => a * b);
        return graph.Add("Mul", [average, graph.Number("area_by_divisor", (double)area / divisor)]);
    }

    /// <summary>A window's settings, one number for each spatial dimension.</summary>
    private sealed class Window
    {
        public Window(
            OnnxValue x, IReadOnlyList<long> output,
            long[] kernel, long[]? stride, long[]? padding, long[]? dilation = null)
        {
            var dimensions = x.Rank - 2;
            Kernel = Each(kernel);
            Stride = stride is null or [] ? Kernel : Each(stride);
            Padding = Each(padding ?? [0]);
            Dilation = Each(dilation ?? [1]);
            Overhang = [.. Enumerable.Range(0, dimensions).Select(i =>
            {
                var end = ((output[i + 2] - 1) * Stride[i]) + (Dilation[i] * (Kernel[i] - 1)) + 1;
                return Math.Max(0, end - x.Shape[i + 2] - (2 * Padding[i]));
            })];

            long[] Each(long[] values) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], dimensions)] : values;
        }

        public long[] Kernel { get; }

        public long[] Stride { get; }

        public long[] Padding { get; }

        public long[] Dilation { get; }

        /// <summary>
        /// How far <c>ceil_mode</c> lets the last window reach beyond the padding. It is written as more padding at
        /// the end, since runtimes differ in their own ceil_mode.
        /// </summary>
        public long[] Overhang { get; }

        public long[] Ends => [.. Padding.Zip(Overhang, (padding, overhang) => padding + overhang)];

        public long[] Pads => [.. Padding, .. Ends];

        public IEnumerable<(string Name, object Value)> Sizes => [("kernel_shape", Kernel), ("strides", Stride)];
    }
}

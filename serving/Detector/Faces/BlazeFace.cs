using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>
/// BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047), in ONNX Runtime on one thread. Safe to call from several threads.
/// </summary>
/// <remarks>
/// Input <c>input:0</c> float32 [1, side, side, 3], RGB from −1 to 1. Outputs are logits [1, 512, 1] and [1, 384, 1], and boxes
/// [1, 512, 16] and [1, 384, 16]: centre, size and six keypoints in pixels, the points relative to an anchor.
/// </remarks>
internal sealed class BlazeFace : IDisposable
{
    private const int BoxValues = 4 + (2 * Keypoints.Count);

    private static readonly string[] InputNames = ["input:0"];
    private static readonly string[] OutputNames = ["Identity:0", "Identity_1:0", "Identity_2:0", "Identity_3:0"];

    // Feature maps: cells along a side, and anchors in each cell.
    private static readonly (int Cells, int Anchors)[] FeatureMaps = [(16, 2), (8, 6)];

    private readonly InferenceSession session;
    private readonly int side;

    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="side">The input's side in pixels.</param>
    /// <exception cref="OnnxRuntimeException">The model cannot be loaded.</exception>
    public BlazeFace(byte[] model, int side)
    {
        this.side = side;
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions
        {
            IntraOpNumThreads = 1, // photos are processed in parallel, not parts of one
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, // else it warns of unused initializers
        };
        session = new InferenceSession(model, options);
    }

    /// <summary>Detects faces in a part of a photo, before non-maximum suppression.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="input">The part.</param>
    /// <param name="threshold">The minimum confidence, 0 to 1.</param>
    /// <returns>Overlapping detections in the photo's pixels.</returns>
    public List<Detection> Detect(SKImage photo, DetectorInput input, double threshold)
    {
        var length = side * side * 3;
        var pixels = ArrayPool<float>.Shared.Rent(length);
        try
        {
            using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
            input.Draw(photo, bitmap);
            ToTensor(bitmap.GetPixelSpan(), pixels);

            using var run = new RunOptions();
            using var tensor = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, pixels.AsMemory(0, length), [1, side, side, 3]);
            using var outputs = session.Run(run, InputNames, [tensor], OutputNames);
            var detections = new List<Detection>();
            for (var map = 0; map < FeatureMaps.Length; map++)
            {
                Decode(outputs[map].GetTensorDataAsSpan<float>(), outputs[map + FeatureMaps.Length].GetTensorDataAsSpan<float>(),
                    FeatureMaps[map], input, threshold, detections);
            }

            return detections;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static void ToTensor(ReadOnlySpan<byte> rgba, float[] tensor)
    {
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            tensor[to] = (rgba[from] / 127.5f) - 1;
            tensor[to + 1] = (rgba[from + 1] / 127.5f) - 1;
            tensor[to + 2] = (rgba[from + 2] / 127.5f) - 1;
        }
    }

    private void Decode(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> boxes, (int Cells, int Anchors) map, DetectorInput input,
        double threshold, List<Detection> detections)
    {
        var minLogit = Math.Log(threshold / (1 - threshold));
        Span<Point> points = stackalloc Point[Keypoints.Count];
        for (var i = 0; i < logits.Length; i++)
        {
            if (logits[i] < minLogit)
            {
                continue;
            }

            var cell = i / map.Anchors;
            var (anchorX, anchorY) = ((cell % map.Cells + .5) / map.Cells, ((cell / map.Cells) + .5) / map.Cells);
            var values = boxes.Slice(i * BoxValues, BoxValues);
            for (var k = 0; k < points.Length; k++)
            {
                points[k] = input.ToPhoto(anchorX + (values[4 + (2 * k)] / side), anchorY + (values[5 + (2 * k)] / side));
            }

            var box = input.ToPhoto(
                anchorX + (values[0] / side), anchorY + (values[1] / side), values[2] / side, values[3] / side);
            detections.Add(new(box, Keypoints.From(points), 1 / (1 + Math.Exp(-logits[i]))));
        }
    }
}

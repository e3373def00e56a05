using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Music;

/// <summary>How often the sign of a dimension is right.</summary>
/// <param name="Accuracy">Share of pieces, 0 to 1.</param>
/// <param name="Balanced">Mean of the shares of positive and negative pieces.</param>
/// <param name="Pieces">Pieces whose sign is known.</param>
public sealed record SignAccuracy(double Accuracy, double Balanced, int Pieces);

/// <summary>Trains the regression from a piece's sound to its place between dark and bright, calm and excited.</summary>
public static class MusicTraining
{
    private const double Penalty = 15;

    /// <summary>Cross-validation that leaves out one piece at a time, of the first <paramref name="judged"/> rows.</summary>
    public static (SignAccuracy Valence, SignAccuracy Arousal, double Error) CrossValidate(MusicRows data, int judged)
    {
        using var scope = NewDisposeScope();
        var (rows, mean, deviation) = Standardise(data);
        var targets = Targets(data);
        var predicted = zeros(judged, 2, ScalarType.Float64);
        for (var left = 0; left < judged; left++)
        {
            using var inner = NewDisposeScope();
            var others = tensor(Enumerable.Range(0, data.Rows.Count).Where(row => row != left).Select(row => (long)row).ToArray());
            for (var dimension = 0; dimension < 2; dimension++)
            {
                var fit = RidgeRegression.Fit(
                    rows.index_select(0, others), targets.select(1, dimension).index_select(0, others), Penalty);
                predicted[left, dimension] = fit.Predict(rows.narrow(0, left, 1))[0];
            }
        }

        var error = (predicted - targets.narrow(0, 0, judged)).square().mean().sqrt().item<double>();
        return (Signs(0), Signs(1), error);

        SignAccuracy Signs(int dimension)
        {
            var isRight = predicted.select(1, dimension).gt(0).eq(targets.narrow(0, 0, judged).select(1, dimension).gt(0));
            var right = isRight.data<bool>().ToArray();
            var signs = targets.select(1, dimension).data<double>().ToArray().Take(judged).ToArray();
            var balanced = right.Zip(signs, (correct, sign) => (correct, sign > 0)).GroupBy(pair => pair.Item2)
                .Average(group => group.Average(pair => pair.correct ? 1.0 : 0));
            return new SignAccuracy(right.Average(correct => correct ? 1.0 : 0), balanced, judged);
        }
    }

    /// <summary>Fits all rows and writes an ONNX file.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="data">The rows.</param>
    /// <param name="error">Root mean square error of cross-validation.</param>
    /// <param name="metadata">Further metadata.</param>
    public static void Export(
        string path, MusicRows data, double error, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var scope = NewDisposeScope();
        var (rows, mean, deviation) = Standardise(data);
        var targets = Targets(data);
        var fits = Enumerable.Range(0, 2)
            .Select(dimension => RidgeRegression.Fit(rows, targets.select(1, dimension), Penalty)).ToArray();
        var leverage = linalg.cholesky((fits[0].Inverse + fits[1].Inverse) / 2);
        using var model = new MusicModel(
            Float(mean), Float(deviation), Float(stack([fits[0].Weights, fits[1].Weights], 1)), Float(leverage), error);
        OnnxExporter.Export(model, rand(1, data.Names.Count), path, new OnnxExportOptions
        {
            InputName = "features",
            OutputName = "place",
            Verify = OnnxRuntimeSession.Load,
            Metadata = new Dictionary<string, string>(metadata) { ["features"] = string.Join(',', data.Names) },
        });

        static Tensor Float(Tensor tensor) => tensor.to(ScalarType.Float32).contiguous();
    }

    private static (Tensor Rows, Tensor Mean, Tensor Deviation) Standardise(MusicRows data)
    {
        var values = tensor(data.Rows.SelectMany(row => row.Features).ToArray(), [data.Rows.Count, data.Names.Count]);
        var mean = values.mean([0]);
        var deviation = values.std(0, unbiased: false).clamp(min: 1e-6);
        var standard = ((values - mean) / deviation).clamp(-MusicModel.Limit, MusicModel.Limit);
        return (cat([ones(data.Rows.Count, 1, ScalarType.Float64), standard], 1), mean, deviation);
    }

    private static Tensor Targets(MusicRows data) => tensor(
        data.Rows.SelectMany(row => (double[])[row.Valence, row.Arousal]).ToArray(), [data.Rows.Count, 2]);
}

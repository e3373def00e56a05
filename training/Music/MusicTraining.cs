using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Music;

/// <summary>How often the sign of a dimension is right.</summary>
/// <param name="Accuracy">Share of pieces, 0 to 1.</param>
/// <param name="Balanced">Mean of the shares of positive and negative pieces.</param>
/// <param name="Pieces">Pieces whose sign is known.</param>
public sealed record SignAccuracy(double Accuracy, double Balanced, int Pieces);

/// <summary>One of the two dimensions.</summary>
/// <param name="Column">Index among the targets.</param>
/// <param name="Without">Features that are not used, chosen by cross-validation: see training/LOG.md.</param>
public sealed record MusicDimension(int Column, IReadOnlyList<string> Without)
{
    /// <summary>Dark to bright.</summary>
    public static MusicDimension Valence { get; } = new(0, ["brightness"]);

    /// <summary>Calm to excited.</summary>
    public static MusicDimension Arousal { get; } = new(1, ["tempo", "pulseClarity"]);
}

/// <summary>Pieces to train on.</summary>
/// <param name="Judged">Pieces that people heard; these are cross-validated.</param>
/// <param name="More">Pieces that count as much, but do not judge.</param>
/// <param name="Composed">Pieces that were written by their cues.</param>
public sealed record MusicPieces(MusicRows Judged, IReadOnlyList<MusicRow> More, IReadOnlyList<MusicRow> Composed)
{
    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Names => Judged.Names;

    /// <summary>All of them, in the order of the parameters.</summary>
    public IReadOnlyList<MusicRow> All { get; } = [.. Judged.Rows, .. More, .. Composed];

    /// <summary>How many are no composed ones.</summary>
    public int Heard => All.Count - Composed.Count;
}

/// <summary>Trains the regression from a piece's sound to its place between dark and bright, calm and excited.</summary>
public static class MusicTraining
{
    private const double Penalty = 15;
    private const double ComposedCount = 23; // pieces that people heard weigh as much as all composed ones; by cross-validation
    private static readonly MusicDimension[] Dimensions = [MusicDimension.Valence, MusicDimension.Arousal];

    /// <summary>Cross-validation that leaves out one judged piece at a time.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="heard">
    /// The judged pieces in their order as they are placed, where that is another recording than was trained on.
    /// </param>
    public static (SignAccuracy Valence, SignAccuracy Arousal, double Error) CrossValidate(
        MusicPieces pieces, IReadOnlyList<MusicRow>? heard = null)
    {
        using var scope = NewDisposeScope();
        var (rows, mean, deviation) = Standardise(pieces);
        var (targets, judged) = (Targets(pieces), pieces.Judged.Rows.Count);
        var placed = heard is null ? rows : Standardise(heard, mean, deviation);
        var predicted = zeros(judged, 2, ScalarType.Float64);
        for (var left = 0; left < judged; left++)
        {
            using var inner = NewDisposeScope();
            foreach (var dimension in Dimensions)
            {
                var fit = Fit(pieces, rows, targets, dimension, left);
                predicted[left, dimension.Column] = fit.Predict(placed.narrow(0, left, 1))[0];
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
    /// <param name="pieces">The pieces.</param>
    /// <param name="error">Root mean square error of cross-validation.</param>
    /// <param name="metadata">Further metadata.</param>
    public static void Export(
        string path, MusicPieces pieces, double error, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var scope = NewDisposeScope();
        var (rows, mean, deviation) = Standardise(pieces);
        var targets = Targets(pieces);
        var weights = stack([.. Dimensions.Select(dimension => Fit(pieces, rows, targets, dimension).Weights)], 1);
        var distance = Fit(pieces, rows, targets, MusicDimension.Arousal with { Without = [] }).Inverse;
        using var model = new MusicModel(
            Float(mean), Float(deviation), Float(weights), Float(linalg.cholesky(distance)), error);
        OnnxExporter.Export(model, rand(1, pieces.Names.Count), path, new OnnxExportOptions
        {
            InputName = "features",
            OutputName = "place",
            Verify = OnnxRuntimeSession.Load,
            Metadata = new Dictionary<string, string>(metadata) { ["features"] = string.Join(',', pieces.Names) },
        });

        static Tensor Float(Tensor tensor) => tensor.to(ScalarType.Float32).contiguous();
    }

    // Pieces of the rarer sign, among those that people heard, weigh more, so that both signs count equally.
    private static RidgeRegression Fit(MusicPieces pieces, Tensor rows, Tensor targets, MusicDimension dimension, int left = -1)
    {
        using var scope = NewDisposeScope();
        var target = targets.select(1, dimension.Column);
        var positive = target.gt(0).to(ScalarType.Float64);
        var counts = ones(pieces.Heard, ScalarType.Float64);
        if (left >= 0)
        {
            counts[left] = 0;
        }

        var share = ((positive.narrow(0, 0, pieces.Heard) * counts).sum() / counts.sum()).clamp(0.05, 0.95);
        var balance = (positive * 0.5 / share) + ((1 - positive) * 0.5 / (1 - share)); // mean 1
        var used = tensor((double[])[1, .. pieces.Names.Select(name => dimension.Without.Contains(name) ? 0.0 : 1)]);
        var fit = RidgeRegression.Fit(rows * used, target, balance * WithComposed(pieces, counts), Penalty);
        return new RidgeRegression(fit.Weights.MoveToOuterDisposeScope(), fit.Inverse.MoveToOuterDisposeScope());
    }

    private static (Tensor Rows, Tensor Mean, Tensor Deviation) Standardise(MusicPieces pieces)
    {
        var values = Features(pieces.All);
        var counts = WithComposed(pieces, ones(pieces.Heard, ScalarType.Float64)).unsqueeze(1);
        var mean = (values * counts).sum([0]) / counts.sum();
        var deviation = (((values - mean).square() * counts).sum([0]) / counts.sum()).sqrt().clamp(min: 1e-6);
        return (Standardise(pieces.All, mean, deviation), mean, deviation);
    }

    private static Tensor Standardise(IReadOnlyList<MusicRow> rows, Tensor mean, Tensor deviation)
    {
        var standard = ((Features(rows) - mean) / deviation).clamp(-MusicModel.Limit, MusicModel.Limit);
        return cat([ones(rows.Count, 1, ScalarType.Float64), standard], 1);
    }

    private static Tensor Features(IReadOnlyList<MusicRow> rows) =>
        tensor(rows.SelectMany(row => row.Features).ToArray(), [rows.Count, rows[0].Features.Count]);

    private static Tensor WithComposed(MusicPieces pieces, Tensor counts) => cat([
        counts, full(pieces.Composed.Count, ComposedCount / Math.Max(1, pieces.Composed.Count), ScalarType.Float64),
    ]);

    private static Tensor Targets(MusicPieces pieces) => tensor(
        pieces.All.SelectMany(row => (double[])[row.Valence, row.Arousal]).ToArray(), [pieces.All.Count, 2]);
}

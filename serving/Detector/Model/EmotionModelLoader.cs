using System.Security.Cryptography;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>
/// The model file for the prediction pool. A newer file in its place is loaded, held against the contract and tried
/// on a grey image before the pool hears of it; a broken one is refused, and the model before keeps serving.
/// </summary>
internal sealed partial class EmotionModelLoader : ModelLoader, IDisposable
{
    private readonly MLContext context;
    private readonly string path;
    private readonly ILogger<EmotionModelLoader> log;
    private readonly FileWatch watch;
    private readonly ReloadSignal signal = new();
    private Loaded loaded;
    private LiveModel live;

    /// <exception cref="ModelException">There is no file to begin with, or none that can be served.</exception>
    public EmotionModelLoader(
        IOptions<DetectorOptions> options, IOptions<MLOptions> ml, IHostEnvironment host,
        ILogger<EmotionModelLoader> log)
    {
        context = ml.Value.MLContext;
        path = Path.GetFullPath(options.Value.Model, host.ContentRootPath);
        this.log = log;
        watch = new FileWatch(path, Reload);
        loaded = Load();
        live = loaded.Description;
        watch.Start();
    }

    /// <summary>The description of the model that answers now.</summary>
    public LiveModel Live => Volatile.Read(ref live);

    /// <summary>The folder that the model's report lies in too.</summary>
    public string Folder => Path.GetDirectoryName(path)!;

    public override IChangeToken GetReloadToken() => signal.Token;

    public override ITransformer GetModel() => Volatile.Read(ref loaded).Model;

    public void Dispose()
    {
        watch.Dispose();
        signal.Dispose();
    }

    private void Reload()
    {
        try
        {
            Volatile.Write(ref loaded, Load());
        }
        catch (Exception error) when (error is ModelException or IOException or UnauthorizedAccessException)
        {
            LogRefused(log, error.Message, Live.Hash);
            return;
        }

        signal.Fire(); // comes back when the pool has taken it
        Volatile.Write(ref live, loaded.Description);
        LogLive(log, path, Live.Network, Live.Hash, Live.Accuracy);
    }

    private Loaded Load()
    {
        var hash = HashOf(path);
        var description = ModelContract.Read(path, hash);
        var model = Pipeline(description);
        try
        {
            Try(model);
            return HashOf(path) == hash
                ? new Loaded(model, description)
                : throw new ModelException($"{path}: found it changed while it was read. It will be read again.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private TransformerChain<CustomMappingTransformer<Probabilities, EmotionScores>> Pipeline(LiveModel description)
    {
        // Where each emotion stands in the file's own order.
        var order = Emotions.All.Select(emotion => description.Labels.ToList().IndexOf(emotion.Name())).ToArray();
        var onnx = context.Transforms.ApplyOnnxModel(new OnnxOptions
        {
            ModelFile = path,
            InputColumns = [ModelContract.Input],
            OutputColumns = [ModelContract.Output],
            // A face is one core's work for some milliseconds; more cores serve more faces.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        });
        var named = context.Transforms.CustomMapping<Probabilities, EmotionScores>(
            (from, to) =>
            {
                to.Scores = Array.ConvertAll(order, index => from.Values[index]);
                to.Model = description.Hash;
            },
            contractName: null);
        try
        {
            return onnx.Append(named).Fit(NoRows());
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ModelException($"{path}: ML.NET cannot load it. Its own words: {error.Message}", error);
        }
    }

    private IDataView NoRows() => context.Data.LoadFromEnumerable<FacePixels>([]);

    private void Try(ITransformer model)
    {
        using var engine = context.Model.CreatePredictionEngine<FacePixels, EmotionScores>(
            model, new PredictionEngineOptions { OwnsTransformer = false });
        var grey = new FacePixels();
        Array.Fill(grey.Values, 128f);
        var scores = engine.Predict(grey).Scores;
        if (!(Math.Abs(scores.Sum() - 1) < 1e-3) || scores.Min() < 0) // "not less" is true of NaN as well
        {
            throw new ModelException(
                $"{path}: found scores of {string.Join(", ", scores)} for a grey image, "
                + "expected probabilities that sum to 1. Export the model with the softmax inside.");
        }
    }

    private static string HashOf(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelException(
                $"{path}: found no such file, expected an ONNX model. "
                + "Promote a run's model, or name another file by Detector:Model.");
        }

        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..12];
    }

    [LoggerMessage(LogLevel.Error, "{Error} The model {Hash} keeps serving.")]
    private static partial void LogRefused(ILogger log, string error, string hash);

    [LoggerMessage(LogLevel.Information, "{Path} is live: network {Network}, {Hash}, accuracy {Accuracy:p1}")]
    private static partial void LogLive(ILogger log, string path, string network, string hash, double? accuracy);

    private sealed record Loaded(ITransformer Model, LiveModel Description);

    private sealed class Probabilities
    {
        [ColumnName(ModelContract.Output), VectorType(1, 7)]
        public float[] Values { get; set; } = [];
    }
}

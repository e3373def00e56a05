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
/// Loads the model file for the prediction pool. A changed file is loaded, checked against the contract and tried on a grey
/// image before the pool swaps to it; an invalid one is rejected, and the previous model stays live. If there is none at the
/// start (its volume is not mounted yet, it is still being copied, or it is damaged), this waits for one.
/// </summary>
internal sealed partial class EmotionModelLoader : ModelLoader, IDisposable
{
    private readonly MLContext context;
    private readonly string path;
    private readonly ILogger<EmotionModelLoader> log;
    private readonly PollingFileWatcher watcher;
    private readonly ReloadTokenSource reload = new();
    private Loaded? loaded;
    private ModelMetadata? current;

    public EmotionModelLoader(
        IOptions<DetectorOptions> options, IOptions<MLOptions> ml, IHostEnvironment host,
        ILogger<EmotionModelLoader> log)
    {
        context = ml.Value.MLContext;
        path = Path.GetFullPath(options.Value.Model, host.ContentRootPath);
        this.log = log;
        watcher = new PollingFileWatcher(path, Reload);
        Reload();
        watcher.Start();
    }

    /// <summary>Whether a model is live. Once it is, there always is one.</summary>
    public bool IsLoaded => Volatile.Read(ref current) is not null;

    /// <summary>The live model's metadata.</summary>
    /// <exception cref="InvalidOperationException">There is none yet: ask <see cref="IsLoaded"/>.</exception>
    public ModelMetadata Current => Volatile.Read(ref current) ?? throw NoModel();

    /// <summary>The folder of the model and its report.</summary>
    public string Folder => Path.GetDirectoryName(path)!;

    public override IChangeToken GetReloadToken() => reload.Token;

    public override ITransformer GetModel() => Volatile.Read(ref loaded)?.Model ?? throw NoModel();

    public void Dispose()
    {
        watcher.Dispose();
        reload.Dispose();
    }

    private void Reload()
    {
        try
        {
            Volatile.Write(ref loaded, Load());
        }
        catch (Exception error) when (error is ModelException or IOException or UnauthorizedAccessException)
        {
            if (IsLoaded)
            {
                LogRejected(log, error.Message, Current.Hash);
            }
            else
            {
                LogWaiting(log, error.Message);
            }

            return;
        }

        reload.Fire(); // returns once the pool has swapped
        var isSwap = Interlocked.Exchange(ref current, loaded.Metadata) is not null;
        LogLive(log, path, Current.Network, Current.Hash, Current.Accuracy);
        if (isSwap)
        {
            NativeMemory.ReturnFree(); // the old model and the copies that loading made
        }
    }

    private Loaded Load()
    {
        var hash = HashOf(path);
        var metadata = ModelContract.Read(path, hash);
        var model = CreatePipeline(metadata);
        try
        {
            SmokeTest(model);
            return HashOf(path) == hash
                ? new Loaded(model, metadata)
                : throw new ModelException($"{path}: changed while it was being loaded. It will be loaded again.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private TransformerChain<CustomMappingTransformer<Probabilities, EmotionScores>> CreatePipeline(ModelMetadata metadata)
    {
        // The index of each emotion in the file's own order.
        var order = Emotions.All.Select(emotion => metadata.Labels.ToList().IndexOf(emotion.Name())).ToArray();
        var onnx = context.Transforms.ApplyOnnxModel(new OnnxOptions
        {
            ModelFile = path,
            InputColumns = [ModelContract.Input],
            OutputColumns = [ModelContract.Output],
            // One face takes one core a few milliseconds; more cores serve more faces in parallel.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        });
        var named = context.Transforms.CustomMapping<Probabilities, EmotionScores>(
            (from, to) =>
            {
                to.Scores = Array.ConvertAll(order, index => from.Values[index]);
                to.Model = metadata.Hash;
            },
            contractName: null);
        try
        {
            return onnx.Append(named).Fit(NoRows());
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ModelException($"{path}: ML.NET cannot load the model. {error.Message}", error);
        }
    }

    private IDataView NoRows() => context.Data.LoadFromEnumerable<FacePixels>([]);

    private void SmokeTest(ITransformer model)
    {
        using var engine = context.Model.CreatePredictionEngine<FacePixels, EmotionScores>(
            model, new PredictionEngineOptions { OwnsTransformer = false });
        var grey = new FacePixels();
        Array.Fill(grey.Values, 128f);
        var scores = engine.Predict(grey).Scores;
        if (!(Math.Abs(scores.Sum() - 1) < 1e-3) || scores.Min() < 0) // negated, so that NaN fails too
        {
            throw new ModelException(
                $"{path}: found scores {string.Join(", ", scores)} for a grey image, "
                + "expected probabilities that sum to 1. Export the model with its softmax.");
        }
    }

    private static string HashOf(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelException(
                $"{path}: file not found, expected an ONNX model. "
                + "Promote a run, or set Detector:Model to another file.");
        }

        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..12];
    }

    [LoggerMessage(LogLevel.Error, "{Error} The model {Hash} stays live.")]
    private static partial void LogRejected(ILogger log, string error, string hash);

    private static InvalidOperationException NoModel() => new("No model is live yet.");

    [LoggerMessage(LogLevel.Error, "{Error} No face is read until there is one; the music plays meanwhile.")]
    private static partial void LogWaiting(ILogger log, string error);

    [LoggerMessage(LogLevel.Information, "{Path} is live: network {Network}, {Hash}, accuracy {Accuracy:p1}")]
    private static partial void LogLive(ILogger log, string path, string network, string hash, double? accuracy);

    private sealed record Loaded(ITransformer Model, ModelMetadata Metadata);

    private sealed class Probabilities
    {
        [ColumnName(ModelContract.Output), VectorType(1, 7)]
        public float[] Values { get; set; } = [];
    }
}

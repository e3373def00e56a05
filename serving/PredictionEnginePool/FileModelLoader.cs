using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>A model that ML.NET saved to a file; a newer file in its place becomes the newer model.</summary>
internal sealed partial class FileModelLoader : ModelLoader, IDisposable
{
    private readonly MLContext context;
    private readonly string path;
    private readonly ILogger log;
    private readonly FileWatch watch;
    private readonly ReloadSignal signal = new();
    private ITransformer model;

    /// <summary>Loads the file; what ML.NET throws is thrown here, as there is no model to begin with.</summary>
    public FileModelLoader(MLContext context, string path, bool watchForChanges, ILogger log)
    {
        this.context = context;
        this.path = path;
        this.log = log;
        watch = new FileWatch(path, Reload);
        model = context.Model.Load(path, out _);
        if (watchForChanges)
        {
            watch.Start();
        }
    }

    public override IChangeToken GetReloadToken() => signal.Token;

    public override ITransformer GetModel() => model;

    public void Dispose()
    {
        watch.Dispose();
        signal.Dispose();
    }

    private void Reload()
    {
        try
        {
            model = context.Model.Load(path, out _);
        }
        // What a broken file makes ML.NET throw is not bounded; the model in use must outlive all of it.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogRefused(log, path, error.Message);
            return;
        }

        signal.Fire();
    }

    [LoggerMessage(LogLevel.Error, "{Path}: found no model that can be loaded; the one before keeps serving. {Error}")]
    private static partial void LogRefused(ILogger log, string path, string error);
}

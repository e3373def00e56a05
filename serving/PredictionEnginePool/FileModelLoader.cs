using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Loads a model that ML.NET saved to a file, and reloads it when the file changes.</summary>
internal sealed partial class FileModelLoader : ModelLoader, IDisposable
{
    private readonly MLContext context;
    private readonly string path;
    private readonly ILogger log;
    private readonly ModelFileWatcher watcher;
    private readonly ModelReloadTokens reload = new();
    private ITransformer model;

    /// <summary>Loads the file; exceptions of ML.NET are not caught, because there is no earlier model.</summary>
    public FileModelLoader(MLContext context, string path, bool watchForChanges, ILogger log)
    {
        this.context = context;
        this.path = path;
        this.log = log;
        watcher = new ModelFileWatcher(path, Reload);
        model = context.Model.Load(path, out _);
        if (watchForChanges)
        {
            watcher.Start();
        }
    }

    public override IChangeToken GetReloadToken() => reload.Current;

    public override ITransformer GetModel() => model;

    public void Dispose()
    {
        watcher.Dispose();
        reload.Dispose();
    }

    private void Reload()
    {
        try
        {
            model = context.Model.Load(path, out _);
        }
        // A broken file can make ML.NET throw anything; the loaded model must survive all of it.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogRejected(log, path, error.Message);
            return;
        }

        reload.Fire();
    }

    [LoggerMessage(LogLevel.Error, "{Path}: cannot be loaded as a model; the previous model stays live. {Error}")]
    private static partial void LogRejected(ILogger log, string path, string error);
}

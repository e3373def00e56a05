using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The live model under one name, and the swap when its loader has a newer one.</summary>
internal sealed partial class ModelSlot<TData, TPrediction> : IDisposable
    where TData : class
    where TPrediction : class, new()
{
    private readonly MLContext context;
    private readonly ModelLoader loader;
    private readonly ILogger log;
    private readonly IDisposable subscription;
    private PooledModel<TData, TPrediction> live;

    public ModelSlot(MLContext context, ModelLoader loader, ILogger log)
    {
        this.context = context;
        this.loader = loader;
        this.log = log;
        live = new PooledModel<TData, TPrediction>(context, loader.GetModel());
        subscription = ChangeToken.OnChange(loader.GetReloadToken, Swap);
    }

    public ITransformer Model => Volatile.Read(ref live).Model;

    /// <summary>An engine of the live model, and the model to return it to.</summary>
    public (PredictionEngine<TData, TPrediction> Engine, PooledModel<TData, TPrediction> Model) Rent()
    {
        while (true)
        {
            var model = Volatile.Read(ref live);
            if (model.TryRent() is { } engine)
            {
                return (engine, model);
            } // else it was swapped away between the two lines: the next one is there already
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        (loader as IDisposable)?.Dispose();
        live.LetGo();
    }

    private void Swap()
    {
        var newer = loader.GetModel();
        try
        {
            var old = Interlocked.Exchange(ref live, new PooledModel<TData, TPrediction>(context, newer));
            old.LetGo();
        }
        // ML.NET names no type for "other columns than asked for"; whatever it is, the old model keeps serving.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            (newer as IDisposable)?.Dispose();
            LogRefused(log, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "The newer model does not fit this pool; the one before keeps serving. {Error}")]
    private static partial void LogRefused(ILogger log, string error);
}

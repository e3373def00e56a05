using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The live model of one name, swapped when its loader has a newer one.</summary>
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

    /// <summary>Rents an engine of the live model, and names the model to return it to.</summary>
    public (PredictionEngine<TData, TPrediction> Engine, PooledModel<TData, TPrediction> Model) Rent()
    {
        while (true)
        {
            var model = Volatile.Read(ref live);
            if (model.TryRent() is { } engine)
            {
                return (engine, model);
            } // else it was swapped between the two lines: retry with its successor
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        (loader as IDisposable)?.Dispose();
        live.Release();
    }

    private void Swap()
    {
        var newer = loader.GetModel();
        try
        {
            var old = Interlocked.Exchange(ref live, new PooledModel<TData, TPrediction>(context, newer));
            old.Release();
        }
        // ML.NET has no exception type for unexpected columns; the old model stays live in any case.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            (newer as IDisposable)?.Dispose();
            LogRejected(log, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "The newer model does not fit this pool; the previous model stays live. {Error}")]
    private static partial void LogRejected(ILogger log, string error);
}

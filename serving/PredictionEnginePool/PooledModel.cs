using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>
/// One model with its idle engines, reference counted: the pool holds a reference while the model is live, and so does every
/// rented engine. The last release disposes of the engines and the model.
/// </summary>
internal sealed class PooledModel<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly ObjectPool<PredictionEngine<TData, TPrediction>> idle;
    private int references = 1;

    /// <summary>Creates the first engine, so that a model with other columns fails here.</summary>
    public PooledModel(MLContext context, ITransformer model)
    {
        Model = model;
        idle = new DefaultObjectPoolProvider().Create(new Policy(context, model));
        idle.Return(idle.Get());
    }

    public ITransformer Model { get; }

    /// <summary>Rents an engine; null if the model has been released.</summary>
    public PredictionEngine<TData, TPrediction>? TryRent()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref references);
            if (seen == 0)
            {
                return null;
            }
        }
        while (Interlocked.CompareExchange(ref references, seen + 1, seen) != seen);

        return idle.Get();
    }

    public void Return(PredictionEngine<TData, TPrediction> engine)
    {
        idle.Return(engine);
        Release();
    }

    /// <summary>Releases one reference.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0)
        {
            (idle as IDisposable)?.Dispose();
            (Model as IDisposable)?.Dispose();
        }
    }

    private sealed class Policy(MLContext context, ITransformer model)
        : PooledObjectPolicy<PredictionEngine<TData, TPrediction>>
    {
        // An engine that owned the model would dispose of it while others still use it.
        private static readonly PredictionEngineOptions Shared = new() { OwnsTransformer = false };

        public override PredictionEngine<TData, TPrediction> Create() =>
            context.Model.CreatePredictionEngine<TData, TPrediction>(model, Shared);

        public override bool Return(PredictionEngine<TData, TPrediction> engine) => true;
    }
}

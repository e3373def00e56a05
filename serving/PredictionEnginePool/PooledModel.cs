using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>
/// One model with its idle engines. It counts who holds it: the pool itself while the model is live, and every engine
/// that is rented. The last one to let go disposes of the engines and of the model.
/// </summary>
internal sealed class PooledModel<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly ObjectPool<PredictionEngine<TData, TPrediction>> idle;
    private int holders = 1;

    /// <summary>Makes the first engine, so that a model of other columns is found out here.</summary>
    public PooledModel(MLContext context, ITransformer model)
    {
        Model = model;
        idle = new DefaultObjectPoolProvider().Create(new Policy(context, model));
        idle.Return(idle.Get());
    }

    public ITransformer Model { get; }

    /// <summary>Rents an engine, unless the last holder has let go.</summary>
    public PredictionEngine<TData, TPrediction>? TryRent()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref holders);
            if (seen == 0)
            {
                return null;
            }
        }
        while (Interlocked.CompareExchange(ref holders, seen + 1, seen) != seen);

        return idle.Get();
    }

    public void Return(PredictionEngine<TData, TPrediction> engine)
    {
        idle.Return(engine);
        LetGo();
    }

    /// <summary>Takes one hold off: a returned engine's, or the pool's own when a newer model is live.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            (idle as IDisposable)?.Dispose();
            (Model as IDisposable)?.Dispose();
        }
    }

    private sealed class Policy(MLContext context, ITransformer model)
        : PooledObjectPolicy<PredictionEngine<TData, TPrediction>>
    {
        // An engine that owned the model would take it away from the others when it is disposed of.
        private static readonly PredictionEngineOptions Shared = new() { OwnsTransformer = false };

        public override PredictionEngine<TData, TPrediction> Create() =>
            context.Model.CreatePredictionEngine<TData, TPrediction>(model, Shared);

        public override bool Return(PredictionEngine<TData, TPrediction> engine) => true;
    }
}

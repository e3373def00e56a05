using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>
/// A pool of prediction engines, each used by one caller at a time, over models that can be replaced while they serve. It has
/// the public API of the package Microsoft.Extensions.ML, and stands in until that package can be restored. Unlike the package,
/// it disposes of a replaced model once its last engine is returned, and it rejects a model that does not fit.
/// </summary>
public class PredictionEnginePool<TData, TPrediction>(
    IServiceProvider services,
    IOptions<MLOptions> mlOptions,
    IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> poolOptions) : IDisposable
    where TData : class
    where TPrediction : class, new()
{
    private readonly ConcurrentDictionary<string, Lazy<ModelSlot<TData, TPrediction>>> slots = new();
    private readonly ConcurrentDictionary<PredictionEngine<TData, TPrediction>, PooledModel<TData, TPrediction>> rented
        = new(ReferenceEqualityComparer.Instance);

    /// <summary>The live default model. Do not keep it: a swap disposes of it.</summary>
    public ITransformer GetModel() => GetModel("");

    /// <summary>The live model of this name. Do not keep it: a swap disposes of it.</summary>
    /// <exception cref="ArgumentException">No model of this name is configured.</exception>
    public ITransformer GetModel(string modelName) => SlotOf(modelName).Model;

    /// <summary>Rents an engine of the default model; return it with <c>ReturnPredictionEngine</c>.</summary>
    public PredictionEngine<TData, TPrediction> GetPredictionEngine() => GetPredictionEngine("");

    /// <summary>Rents an engine of a named model; return it with <c>ReturnPredictionEngine</c>.</summary>
    /// <exception cref="ArgumentException">No model of this name is configured.</exception>
    public PredictionEngine<TData, TPrediction> GetPredictionEngine(string modelName)
    {
        var (engine, model) = SlotOf(modelName).Rent();
        rented[engine] = model;
        return engine;
    }

    /// <summary>Returns an engine of the default model.</summary>
    public void ReturnPredictionEngine(PredictionEngine<TData, TPrediction> engine) =>
        ReturnPredictionEngine("", engine);

    /// <summary>Returns an engine of a named model.</summary>
    /// <exception cref="ArgumentException">It was not rented here, or was returned before.</exception>
    public void ReturnPredictionEngine(string modelName, PredictionEngine<TData, TPrediction> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (!rented.TryRemove(engine, out var model))
        {
            throw new ArgumentException(
                "This engine is not rented. Return each engine from GetPredictionEngine exactly once.",
                nameof(engine));
        }

        model.Return(engine);
    }

    /// <summary>Disposes of the models, each once its last rented engine is returned.</summary>
    public void Dispose()
    {
        foreach (var slot in slots.Values.Where(slot => slot.IsValueCreated))
        {
            slot.Value.Dispose();
        }

        slots.Clear();
        GC.SuppressFinalize(this);
    }

    private ModelSlot<TData, TPrediction> SlotOf(string modelName) =>
        slots.GetOrAdd(modelName, name => new(() => Load(name))).Value;

    private ModelSlot<TData, TPrediction> Load(string modelName)
    {
        var loader = poolOptions.Create(modelName).ModelLoader ?? throw new ArgumentException(
            $"No model named '{modelName}' is configured. Add it with FromFile or FromUri.", nameof(modelName));
        return new(mlOptions.Value.MLContext, loader, services.GetRequiredService<ILogger<ModelLoader>>());
    }
}

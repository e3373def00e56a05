using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>
/// Engines to predict with, of which each is used by one caller at a time, over models that may be replaced meanwhile:
/// the package Microsoft.Extensions.ML under its own names, for as long as that package cannot be had. Unlike there,
/// a swap waits for engines in use and then disposes of the old model, and a model that does not fit changes nothing.
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

    /// <summary>The live default model. A swap disposes of it: do not keep it.</summary>
    public ITransformer GetModel() => GetModel("");

    /// <summary>The live model of this name. A swap disposes of it: do not keep it.</summary>
    /// <exception cref="ArgumentException">No model of this name was configured.</exception>
    public ITransformer GetModel(string modelName) => SlotOf(modelName).Model;

    /// <summary>Rents an engine of the default model; give it back by <c>ReturnPredictionEngine</c>.</summary>
    public PredictionEngine<TData, TPrediction> GetPredictionEngine() => GetPredictionEngine("");

    /// <summary>Rents an engine of a named model; give it back by <c>ReturnPredictionEngine</c>.</summary>
    /// <exception cref="ArgumentException">No model of this name was configured.</exception>
    public PredictionEngine<TData, TPrediction> GetPredictionEngine(string modelName)
    {
        var (engine, model) = SlotOf(modelName).Rent();
        rented[engine] = model;
        return engine;
    }

    /// <summary>Gives an engine of the default model back.</summary>
    public void ReturnPredictionEngine(PredictionEngine<TData, TPrediction> engine) =>
        ReturnPredictionEngine("", engine);

    /// <summary>Gives an engine of a named model back.</summary>
    /// <exception cref="ArgumentException">It was not rented here, or was given back before.</exception>
    public void ReturnPredictionEngine(string modelName, PredictionEngine<TData, TPrediction> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (!rented.TryRemove(engine, out var model))
        {
            throw new ArgumentException(
                "Found an engine that is not rented, expected one that GetPredictionEngine gave out. Return it once.",
                nameof(engine));
        }

        model.Return(engine);
    }

    /// <summary>Disposes of the models, each when its last rented engine comes back.</summary>
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
            $"Found no model named '{modelName}', expected one of those that were configured. "
            + "Name it in FromFile or FromUri.", nameof(modelName));
        return new(mlOptions.Value.MLContext, loader, services.GetRequiredService<ILogger<ModelLoader>>());
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.ML;

/// <summary>Configures where the models of a pool come from.</summary>
public class PredictionEnginePoolBuilder<TData, TPrediction>(IServiceCollection services)
    where TData : class
    where TPrediction : class, new()
{
    /// <summary>The services that the pool is added to.</summary>
    public IServiceCollection Services { get; } = services;
}

/// <summary>Adds pools to a service collection.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a pool; configure its models with the builder.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> AddPredictionEnginePool<TData, TPrediction>(
        this IServiceCollection services)
        where TData : class
        where TPrediction : class, new()
    {
        services.AddLogging().AddOptions();
        services.TryAddSingleton<PredictionEnginePool<TData, TPrediction>>();
        return new PredictionEnginePoolBuilder<TData, TPrediction>(services);
    }
}

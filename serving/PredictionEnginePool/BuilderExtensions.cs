using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ML;

/// <summary>The places that a model saved by ML.NET (.zip) can come from.</summary>
public static class BuilderExtensions
{
    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromMinutes(5);

    /// <summary>Loads the default model from a file, and reloads it when the file changes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string filePath)
        where TData : class
        where TPrediction : class, new() => builder.FromFile("", filePath, true);

    /// <summary>Loads a named model from a file, and reloads it when the file changes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string filePath)
        where TData : class
        where TPrediction : class, new() => builder.FromFile(modelName, filePath, true);

    /// <summary>Loads a named model from a file, and reloads it on changes if <paramref name="watchForChanges"/> is set.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder,
        string modelName, string filePath, bool watchForChanges)
        where TData : class
        where TPrediction : class, new() => builder.From(
            modelName, (options, log) => new FileModelLoader(options.MLContext, filePath, watchForChanges, log));

    /// <summary>Downloads the default model, and checks for a newer one every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri("", new Uri(uri), DefaultPeriod);

    /// <summary>Downloads a named model, and checks for a newer one every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, new Uri(uri), DefaultPeriod);

    /// <summary>Downloads a named model, and checks for a newer one every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, Uri uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, uri, DefaultPeriod);

    /// <summary>Downloads the default model, and checks for a newer one once per period.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string uri, TimeSpan period)
        where TData : class
        where TPrediction : class, new() => builder.FromUri("", new Uri(uri), period);

    /// <summary>Downloads a named model, and checks for a newer one once per period.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string uri, TimeSpan period)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, new Uri(uri), period);

    /// <summary>Downloads a named model, and checks for a newer one once per period.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, Uri uri, TimeSpan period)
        where TData : class
        where TPrediction : class, new() => builder.From(
            modelName, (options, log) => new UriModelLoader(options.MLContext, uri, period, log));

    private static PredictionEnginePoolBuilder<TData, TPrediction> From<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder,
        string modelName, Func<MLOptions, ILogger, ModelLoader> create)
        where TData : class
        where TPrediction : class, new()
    {
        builder.Services.AddOptions<PredictionEnginePoolOptions<TData, TPrediction>>(modelName)
            .Configure<IOptions<MLOptions>, ILogger<ModelLoader>>(
                (options, ml, log) => options.ModelLoader = create(ml.Value, log));
        return builder;
    }
}

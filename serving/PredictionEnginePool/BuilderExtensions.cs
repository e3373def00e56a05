using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ML;

/// <summary>The places that a model saved by ML.NET (.zip) can come from.</summary>
public static class BuilderExtensions
{
    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromMinutes(5);

    /// <summary>The default model is this file, and is taken anew when the file changes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string filePath)
        where TData : class
        where TPrediction : class, new() => builder.FromFile("", filePath, true);

    /// <summary>A named model is this file, and is taken anew when the file changes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string filePath)
        where TData : class
        where TPrediction : class, new() => builder.FromFile(modelName, filePath, true);

    /// <summary>A named model is this file; <paramref name="watchForChanges"/> says whether it is taken anew.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder,
        string modelName, string filePath, bool watchForChanges)
        where TData : class
        where TPrediction : class, new() => builder.From(
            modelName, (options, log) => new FileModelLoader(options.MLContext, filePath, watchForChanges, log));

    /// <summary>The default model lies at this address, which is asked every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri("", new Uri(uri), DefaultPeriod);

    /// <summary>A named model lies at this address, which is asked every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, new Uri(uri), DefaultPeriod);

    /// <summary>A named model lies at this address, which is asked every five minutes.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, Uri uri)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, uri, DefaultPeriod);

    /// <summary>The default model lies at this address, which is asked once a period.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string uri, TimeSpan period)
        where TData : class
        where TPrediction : class, new() => builder.FromUri("", new Uri(uri), period);

    /// <summary>A named model lies at this address, which is asked once a period.</summary>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromUri<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string uri, TimeSpan period)
        where TData : class
        where TPrediction : class, new() => builder.FromUri(modelName, new Uri(uri), period);

    /// <summary>A named model lies at this address, which is asked once a period.</summary>
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

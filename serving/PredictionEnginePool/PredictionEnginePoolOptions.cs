namespace Microsoft.Extensions.ML;

/// <summary>The source of a model; named options are named models.</summary>
public class PredictionEnginePoolOptions<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    /// <summary>Loads the model; null if none is configured.</summary>
    public ModelLoader? ModelLoader { get; set; }
}

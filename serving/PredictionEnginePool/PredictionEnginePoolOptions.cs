namespace Microsoft.Extensions.ML;

/// <summary>Where a pool gets its model from; named options are named models.</summary>
public class PredictionEnginePoolOptions<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    /// <summary>The source of the model; null where none was configured.</summary>
    public ModelLoader? ModelLoader { get; set; }
}

using Microsoft.Extensions.ML;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Serving.Tests.PredictionEnginePool;

/// <summary>Provides one model after the other, and records which were disposed.</summary>
internal sealed class StepwiseLoader(params ITransformer[] models) : ModelLoader, IDisposable
{
    private CancellationTokenSource next = new();
    private int step;

    public IReadOnlyList<WatchedModel> Models { get; } = [.. models.Select(model => new WatchedModel(model))];

    public override IChangeToken GetReloadToken() => new CancellationChangeToken(next.Token);

    public override ITransformer GetModel() => Models[step];

    public void Step()
    {
        step++;
        var fired = next;
        next = new CancellationTokenSource();
        fired.Cancel();
    }

    public void Dispose() => next.Dispose();
}

/// <summary>A model that records its disposal.</summary>
internal sealed class WatchedModel(ITransformer inner) : ITransformer, IDisposable
{
    public bool Disposed { get; private set; }

    public bool IsRowToRowMapper => inner.IsRowToRowMapper;

    public void Dispose() => Disposed = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

    public IDataView Transform(IDataView input) => inner.Transform(input);

    public void Save(ModelSaveContext ctx) => inner.Save(ctx);
}

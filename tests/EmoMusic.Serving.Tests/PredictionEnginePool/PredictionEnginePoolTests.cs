using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace EmoMusic.Serving.Tests.PredictionEnginePool;

public sealed class PredictionEnginePoolTests : IDisposable
{
    private static readonly MLContext Context = new(seed: 1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_pool_loads_a_model_saved_by_ml_net()
    {
        using var pool = Pool(builder => builder.FromFile(Saved("double.zip", factor: 2)));

        Assert.Equal(6, pool.Predict(new Number { Value = 3 }).Result, precision: 3);
    }

    [Fact]
    public void Named_models_coexist()
    {
        using var pool = Pool(builder => builder
            .FromFile("twice", Saved("2.zip", factor: 2)).FromFile("thrice", Saved("3.zip", factor: 3)));

        Assert.Equal(6, pool.Predict("twice", new Number { Value = 3 }).Result, precision: 3);
        Assert.Equal(9, pool.Predict("thrice", new Number { Value = 3 }).Result, precision: 3);
        Assert.NotSame(pool.GetModel("twice"), pool.GetModel("thrice"));
    }

    [Fact]
    public void Engines_are_exclusive_and_reused()
    {
        using var pool = Pool(builder => builder.FromFile(Saved("double.zip", factor: 2)));

        var first = pool.GetPredictionEngine();
        var second = pool.GetPredictionEngine();
        Assert.NotSame(first, second);

        pool.ReturnPredictionEngine(first);
        Assert.Same(first, pool.GetPredictionEngine());
    }

    [Fact]
    public void An_engine_cannot_be_returned_twice()
    {
        using var pool = Pool(builder => builder.FromFile(Saved("double.zip", factor: 2)));
        var engine = pool.GetPredictionEngine();
        pool.ReturnPredictionEngine(engine);

        var error = Assert.Throws<ArgumentException>(() => pool.ReturnPredictionEngine(engine));
        Assert.StartsWith("This engine is not rented. "
            + "Return each engine from GetPredictionEngine exactly once.", error.Message);
    }

    [Fact]
    public void An_unknown_model_name_throws()
    {
        using var pool = Pool(builder => builder.FromFile("twice", Saved("2.zip", factor: 2)));

        var error = Assert.Throws<ArgumentException>(() => pool.GetPredictionEngine("thrice"));
        Assert.StartsWith("No model named 'thrice' is configured.", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_file_is_live_within_two_seconds(bool rename)
    {
        var path = Saved("model.zip", factor: 2);
        using var pool = Pool(builder => builder.FromFile(path));
        Assert.Equal(2, pool.Predict(new Number { Value = 1 }).Result, precision: 3);

        var newer = Saved("newer.zip", factor: 5);
        if (rename)
        {
            File.Move(newer, path, overwrite: true);
        }
        else
        {
            File.WriteAllBytes(path, File.ReadAllBytes(newer));
        }

        await Eventually.TrueAsync(
            () => Math.Abs(pool.Predict(new Number { Value = 1 }).Result - 5) < 0.01, within: TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_corrupt_file_keeps_the_old_model_and_a_valid_one_replaces_it()
    {
        var path = Saved("model.zip", factor: 2);
        using var pool = Pool(builder => builder.FromFile(path));
        pool.Predict(new Number { Value = 1 });
        var newer = File.ReadAllBytes(Saved("newer.zip", factor: 5));

        File.WriteAllBytes(path, newer[..(newer.Length / 2)]);
        await Task.Delay(TimeSpan.FromSeconds(1.5)); // enough time to be loaded
        Assert.Equal(2, pool.Predict(new Number { Value = 1 }).Result, precision: 3);

        File.WriteAllBytes(path, newer);
        await Eventually.TrueAsync(
            () => Math.Abs(pool.Predict(new Number { Value = 1 }).Result - 5) < 0.01, within: TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_unwatched_file_is_loaded_once()
    {
        using var pool = Pool(builder => builder.FromFile("once", Saved("model.zip", factor: 2), watchForChanges: false));

        Assert.Equal(2, pool.Predict("once", new Number { Value = 1 }).Result, precision: 3);
    }

    [Fact]
    public void A_replaced_model_is_disposed_when_its_last_engine_is_returned()
    {
        var loader = new StepwiseLoader(Trained(2), Trained(5));
        using var pool = Pool(builder => builder.Services
            .AddOptions<PredictionEnginePoolOptions<Number, Scaled>>().Configure(options => options.ModelLoader = loader));
        var engine = pool.GetPredictionEngine();

        loader.Step();

        Assert.Equal(2, engine.Predict(new Number { Value = 1 }).Result, precision: 3); // not disposed yet
        Assert.Equal(5, pool.Predict(new Number { Value = 1 }).Result, precision: 3);
        Assert.False(loader.Models[0].Disposed);
        pool.ReturnPredictionEngine(engine);
        Assert.True(loader.Models[0].Disposed);
        Assert.False(loader.Models[1].Disposed);
    }

    [Fact]
    public void Disposing_of_the_pool_disposes_of_its_model()
    {
        var loader = new StepwiseLoader(Trained(2));
        using (var pool = Pool(builder => builder.Services
            .AddOptions<PredictionEnginePoolOptions<Number, Scaled>>().Configure(options => options.ModelLoader = loader)))
        {
            pool.Predict(new Number { Value = 1 });
        }

        Assert.True(loader.Models[0].Disposed);
    }

    [Fact]
    public async Task A_model_is_downloaded_and_refreshed_when_its_etag_changes()
    {
        await using var server = await ModelServer.StartAsync(File.ReadAllBytes(Saved("a.zip", factor: 2)));
        using var pool = Pool(builder => builder.FromUri("web", server.Address, TimeSpan.FromMilliseconds(100)));
        Assert.Equal(2, pool.Predict("web", new Number { Value = 1 }).Result, precision: 3);
        await Eventually.TrueAsync(() => server.NotModified > 0);

        server.Model = File.ReadAllBytes(Saved("b.zip", factor: 5));

        await Eventually.TrueAsync(() => Math.Abs(pool.Predict("web", new Number { Value = 1 }).Result - 5) < 0.01);
    }

    private static PredictionEnginePool<Number, Scaled> Pool(
        Action<PredictionEnginePoolBuilder<Number, Scaled>> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddPredictionEnginePool<Number, Scaled>());
        return services.BuildServiceProvider().GetRequiredService<PredictionEnginePool<Number, Scaled>>();
    }

    private string Saved(string name, float factor)
    {
        var rows = Context.Data.LoadFromEnumerable<Number>([]);
        Context.Model.Save(Trained(factor), rows.Schema, folder[name]);
        return folder[name];
    }

    // A model that multiplies: NormalizeMinMax divides by the largest value that it was fitted on.
    private static NormalizingTransformer Trained(float factor) => Context.Transforms
        .NormalizeMinMax(nameof(Scaled.Result), nameof(Number.Value))
        .Fit(Context.Data.LoadFromEnumerable([new Number { Value = 0 }, new Number { Value = 1 / factor }]));
}

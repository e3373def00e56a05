using System.Net.Http.Headers;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>A model that ML.NET saved and a web server hands out; it is fetched again when its ETag changes.</summary>
internal sealed partial class UriModelLoader : ModelLoader, IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly MLContext context;
    private readonly Uri uri;
    private readonly ILogger log;
    private readonly Timer timer;
    private readonly ReloadSignal signal = new();
    private EntityTagHeaderValue? tag;
    private ITransformer model;

    /// <summary>Fetches the model; what HTTP or ML.NET throws is thrown here, as there is none to begin with.</summary>
    public UriModelLoader(MLContext context, Uri uri, TimeSpan period, ILogger log)
    {
        this.context = context;
        this.uri = uri;
        this.log = log;
        model = FetchAsync().GetAwaiter().GetResult()!;
        timer = new Timer(_ => _ = ReloadAsync(), null, period, period);
    }

    public override IChangeToken GetReloadToken() => signal.Token;

    public override ITransformer GetModel() => model;

    public void Dispose()
    {
        timer.Dispose();
        http.Dispose();
        signal.Dispose();
    }

    private async Task ReloadAsync()
    {
        try
        {
            if (await FetchAsync() is not { } newer)
            {
                return;
            }

            model = newer;
        }
        // What a server or a broken file makes happen is not bounded; the model in use must outlive all of it.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogRefused(log, uri, error.Message);
            return;
        }

        signal.Fire();
    }

    // Null when the server says that it is still the same.
    private async Task<ITransformer?> FetchAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        using var response = await http.SendAsync(request);
        if (response.StatusCode == System.Net.HttpStatusCode.NotModified)
        {
            return null;
        }

        using var bytes = new MemoryStream(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var loaded = context.Model.Load(bytes, out _);
        tag = response.Headers.ETag;
        return loaded;
    }

    [LoggerMessage(LogLevel.Error, "{Uri}: found no model that can be loaded; the one before keeps serving. {Error}")]
    private static partial void LogRefused(ILogger log, Uri uri, string error);
}

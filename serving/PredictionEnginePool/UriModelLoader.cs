using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Downloads a model that ML.NET saved, and downloads it again when its ETag changes.</summary>
internal sealed partial class UriModelLoader : ModelLoader, IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly MLContext context;
    private readonly Uri uri;
    private readonly ILogger log;
    private readonly Timer timer;
    private readonly ModelReloadTokens reload = new();
    private EntityTagHeaderValue? etag;
    private ITransformer model;

    /// <summary>Downloads the model; exceptions are not caught, because there is no earlier model.</summary>
    public UriModelLoader(MLContext context, Uri uri, TimeSpan period, ILogger log)
    {
        this.context = context;
        this.uri = uri;
        this.log = log;
        model = DownloadAsync().GetAwaiter().GetResult()!;
        timer = new Timer(_ => _ = ReloadAsync(), null, period, period);
    }

    public override IChangeToken GetReloadToken() => reload.Current;

    public override ITransformer GetModel() => model;

    public void Dispose()
    {
        timer.Dispose();
        http.Dispose();
        reload.Dispose();
    }

    private async Task ReloadAsync()
    {
        try
        {
            if (await DownloadAsync() is not { } newer)
            {
                return;
            }

            model = newer;
        }
        // A server or a broken file can cause any exception; the loaded model must survive all of them.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogRejected(log, uri, error.Message);
            return;
        }

        reload.Fire();
    }

    // Null if the server answers 304.
    private async Task<ITransformer?> DownloadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        using var response = await http.SendAsync(request);
        if (response.StatusCode == System.Net.HttpStatusCode.NotModified)
        {
            return null;
        }

        using var bytes = new MemoryStream(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var loaded = context.Model.Load(bytes, out _);
        etag = response.Headers.ETag;
        return loaded;
    }

    [LoggerMessage(LogLevel.Error, "{Uri}: cannot be loaded as a model; the previous model stays live. {Error}")]
    private static partial void LogRejected(ILogger log, Uri uri, string error);
}

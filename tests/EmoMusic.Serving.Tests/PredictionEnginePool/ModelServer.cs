using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmoMusic.Serving.Tests.PredictionEnginePool;

/// <summary>A web server for one file with an ETag.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ModelServer(WebApplication app, byte[] model) => (this.app, Model) = (app, model);

    public string Address => app.Urls.First() + "/model.zip";

    public byte[] Model { get; set; }

    /// <summary>How often it answered 304.</summary>
    public int NotModified { get; private set; }

    public static async Task<ModelServer> StartAsync(byte[] model)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app, model);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var file = Model;
        var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            NotModified++;
            return;
        }

        await context.Response.Body.WriteAsync(file);
    }
}

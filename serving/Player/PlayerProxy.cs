using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace EmoMusic.Serving.Player;

/// <summary>Forwards the player's routes to the player service, so that browsers see one origin.</summary>
internal sealed class PlayerProxy(IHttpForwarder forwarder, IOptions<PlayerOptions> options) : IDisposable
{
    private static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromSeconds(30) };

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    /// <summary>Forwards a request; answers 503 if the player is unavailable.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        var error = await forwarder.SendAsync(
            context, options.Value.BaseUrl!.ToString(), http, Request, HttpTransformer.Empty); // keeps the Host header
        var unavailable = error is not (ForwarderError.None or ForwarderError.RequestBodyClient or ForwarderError.RequestCanceled);
        if (unavailable && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await TypedResults.Problem(
                "The player service is unavailable, so there is no music. Try again in a moment.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}

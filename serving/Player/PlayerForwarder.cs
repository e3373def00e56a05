using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace EmoMusic.Serving.Player;

/// <summary>Passes the player's routes on to it, so that a browser sees one origin.</summary>
internal sealed class PlayerForwarder(IHttpForwarder forwarder, IOptions<PlayerOptions> options) : IDisposable
{
    private static readonly ForwarderRequestConfig Patience = new() { ActivityTimeout = TimeSpan.FromSeconds(30) };

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    /// <summary>Passes a request on; a player that cannot be reached is 503 with a sentence.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        var error = await forwarder.SendAsync(
            context, options.Value.BaseUrl!.ToString(), http, Patience, HttpTransformer.Empty); // which keeps Host
        var itsFault = error is not (ForwarderError.None or ForwarderError.RequestBodyClient or ForwarderError.RequestCanceled);
        if (itsFault && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await TypedResults.Problem(
                "The player service does not answer, so there is no music just now. Try again in a moment.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}

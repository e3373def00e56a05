using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace EmoMusic.Serving.Player;

/// <summary>Forwards the player's routes to the player service, so that browsers see one origin.</summary>
internal sealed class PlayerProxy(IHttpForwarder forwarder, IOptions<PlayerOptions> options) : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5); // for the beginning of an answer

    private static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromSeconds(30) };

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1), // players that were added get their share
    });

    /// <summary>Forwards a request; answers 503 if the player is unavailable.</summary>
    public async Task ForwardAsync(HttpContext context)
    {
        using var patience = new CancellationTokenSource(MaxWait);
        var error = await forwarder.SendAsync(
            context, options.Value.BaseUrl!.ToString(), http, Request, new Patient(patience), patience.Token);
        var unavailable = error is not (ForwarderError.None or ForwarderError.RequestBodyClient)
            && !context.RequestAborted.IsCancellationRequested;
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

    // Keeps the request as it is, with its Host header, and says who sent it. Once an answer has begun, it may take its time.
    private sealed class Patient(CancellationTokenSource patience) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            Set("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
            Set("X-Forwarded-Proto", httpContext.Request.Scheme);
            Set("X-Forwarded-Host", null); // it is the Host header's

            // Instead of what the client claims: only a proxy that this service was told of is believed, and that one was.
            void Set(string header, string? value)
            {
                proxyRequest.Headers.Remove(header);
                if (value is not null)
                {
                    proxyRequest.Headers.Add(header, value);
                }
            }
        }

        public override ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            if (proxyResponse is not null)
            {
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
            }

            return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}

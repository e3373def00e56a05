using Microsoft.AspNetCore.Http.HttpResults;
using Yarp.ReverseProxy.Forwarder;

namespace EmoMusic.Serving.Web;

/// <summary>Forwards the routes of the role that runs in another service, so that browsers see one origin.</summary>
internal sealed class RoleProxy(IHttpForwarder forwarder) : IDisposable
{
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1), // replicas that were added get their share
    });

    /// <summary>Forwards a request; answers 503 if the service is unavailable.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">Where to.</param>
    public async Task ForwardAsync(HttpContext context, RemoteRole service)
    {
        using var patience = new CancellationTokenSource(service.MaxWait);
        var request = new ForwarderRequestConfig { ActivityTimeout = service.MaxSilence };
        var error = await forwarder.SendAsync(
            context, service.BaseUrl.ToString(), http, request, new Patient(patience), patience.Token);
        var unavailable = error is not (ForwarderError.None or ForwarderError.RequestBodyClient)
            && !context.RequestAborted.IsCancellationRequested;
        if (unavailable && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await TypedResults.Problem(service.WhenUnavailable, statusCode: StatusCodes.Status503ServiceUnavailable)
                .ExecuteAsync(context);
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

/// <summary>The service of the other role.</summary>
/// <param name="BaseUrl">Its URL. If the name has several addresses, new connections go to any of them.</param>
/// <param name="MaxWait">The longest wait for the beginning of an answer, counted from the beginning of the request.</param>
/// <param name="MaxSilence">The longest time in which nothing arrives, neither of the request nor of the answer.</param>
/// <param name="WhenUnavailable">What the client is told if there is no answer.</param>
internal sealed record RemoteRole(Uri BaseUrl, TimeSpan MaxWait, TimeSpan MaxSilence, string WhenUnavailable);

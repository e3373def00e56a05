using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>A request that ran out of time says so, on every route.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task No_route_answers_an_empty_200_when_its_time_is_up()
    {
        await using var service = await TestServer.StartAsync();
        var options = service.Services.GetRequiredService<IOptionsMonitor<RequestTimeoutOptions>>().CurrentValue;
        var policy = options.DefaultPolicy!;
        options.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromMilliseconds(1),
            TimeoutStatusCode = policy.TimeoutStatusCode,
            WriteTimeoutResponse = policy.WriteTimeoutResponse,
        };
        var timeouts = 0;
        foreach (var (method, path) in Routes(service))
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = method == HttpMethod.Get ? null : new LateContent(Some.Picture());
            using var answer = await SendAsync(service.Http, request);
            if (answer is null)
            {
                continue;
            }

            var body = await answer.Content.ReadAsByteArrayAsync();

            Assert.False(answer.StatusCode == HttpStatusCode.OK && body.Length == 0, $"{method} {path}: empty");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                timeouts++;
                Assert.Equal("The request timed out. Try again in a moment.", await answer.ProblemAsync(answer.StatusCode));
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
            }
        }

        Assert.True(timeouts > 0, "nothing timed out");
    }

    // Null if the connection was cut off, which no client takes for an answer.
    private static async Task<HttpResponseMessage?> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        try
        {
            return await http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Routes(TestServer service) =>
        from source in service.Services.GetServices<EndpointDataSource>()
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (new HttpMethod(method), string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(
            segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                ? literal.Content : part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart dot ? dot.Content : "happy")))));

    // The body arrives when the time is up, so that who reads it runs out of time for certain.
    private sealed class LateContent(byte[] bytes) : ByteArrayContent(bytes)
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.FlushAsync();
            await Task.Delay(100);
            await base.SerializeToStreamAsync(stream, context);
        }
    }
}

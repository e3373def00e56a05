using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>Streams a song or a cover through, so that the browser sees neither the server nor its credentials.</summary>
internal sealed class SubsonicStreamResult(SubsonicClient server, string method, string id) : IResult
{
    private static readonly string[] ForwardedHeaders = ["Accept-Ranges", "ETag", "Last-Modified", "Cache-Control"];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response, cancel) = (httpContext.Request, httpContext.Response, httpContext.RequestAborted);
        try
        {
            var range = request.Headers.Range is [{ } wanted] ? wanted : null;
            using var answer = await server.OpenAsync(method, id, range, new HttpMethod(request.Method), cancel);
            response.StatusCode = (int)answer.StatusCode;
            response.ContentType = answer.Content.Headers.ContentType?.ToString();
            response.ContentLength = answer.Content.Headers.ContentLength;
            response.Headers.ContentRange = answer.Content.Headers.ContentRange?.ToString();
            foreach (var name in ForwardedHeaders)
            {
                if (answer.Headers.TryGetValues(name, out var values))
                {
                    response.Headers[name] = values.ToArray();
                }
            }

            if (!HttpMethods.IsHead(request.Method))
            {
                await answer.Content.CopyToAsync(response.Body, cancel);
            }
        }
        catch (SubsonicException error) when (!response.HasStarted)
        {
            await TypedResults.Problem(error.Message, statusCode: StatusCodes.Status502BadGateway).ExecuteAsync(httpContext);
        }
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// Streams a song or a cover through, so that the browser sees neither the server nor its credentials. A stream that is cut
/// goes on from where it was, if the server can start there.
/// </summary>
internal sealed partial class SubsonicStreamResult(SubsonicClient server, string method, string id) : IResult
{
    private const int MaxCuts = 5; // without progress in between
    private const int BufferBytes = 64 * 1024;

    private const int MinBytes = 30_000; // in each ReadTimeout that is spent waiting: an eighth of the slowest audio

    private static readonly string[] ForwardedHeaders = ["Accept-Ranges", "ETag", "Last-Modified", "Cache-Control"];
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response, cancel) = (httpContext.Request, httpContext.Response, httpContext.RequestAborted);
        try
        {
            var range = request.Headers.Range is [{ } wanted] ? wanted : null;
            using var answer = await server.OpenAsync(method, id, range, new HttpMethod(request.Method), cancel);
            response.StatusCode = (int)answer.StatusCode;
            response.ContentType = Ascii(answer.Content.Headers.ContentType?.ToString());
            response.ContentLength = answer.Content.Headers.ContentLength;
            response.Headers.ContentRange = Ascii(answer.Content.Headers.ContentRange?.ToString());
            foreach (var name in ForwardedHeaders)
            {
                if (answer.Headers.TryGetValues(name, out var values))
                {
                    response.Headers[name] = values.Select(Ascii).OfType<string>().ToArray();
                }
            }

            if (!HttpMethods.IsHead(request.Method))
            {
                await CopyAsync(httpContext, answer, cancel);
            }
        }
        catch (SubsonicException error) when (!response.HasStarted)
        {
            await TypedResults.Problem(error.Message, statusCode: StatusCodes.Status502BadGateway).ExecuteAsync(httpContext);
        }
        catch (Exception error) when (error is SubsonicException or HttpRequestException or SocketException or IOException or TimeoutException
            || (error is OperationCanceledException && (response.HasStarted || !cancel.IsCancellationRequested)))
        {
            if (!cancel.IsCancellationRequested) // else the listener went, or a cover took longer than a request may
            {
                LogCut(httpContext.RequestServices.GetRequiredService<ILogger<SubsonicStreamResult>>(), error.Message);
            }

            httpContext.Abort(); // the browser asks for the rest, which a whole-looking end would hide
        }
    }

    // This server refuses to send any other header.
    private static string? Ascii(string? header) =>
        header?.All(letter => letter is >= ' ' and <= '~') == true ? header : null;

    private async Task CopyAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancel)
    {
        var sent = 0L;
        var whole = answer.Content.Headers.ContentLength;
        var start = answer.Content.Headers.ContentRange?.From ?? 0;
        var current = answer;
        try
        {
            for (var cuts = 0; ;)
            {
                var before = sent;
                try
                {
                    await foreach (var bytes in ReadAsync(current, cancel))
                    {
                        await context.Response.Body.WriteAsync(bytes, cancel);
                        sent += bytes.Length;
                    }

                    if (whole is null || sent >= whole)
                    {
                        return;
                    }

                    throw new HttpIOException(HttpRequestError.ResponseEnded, "The Subsonic server ended the stream too early.");
                }
                catch (Exception error) when (error is HttpRequestException or SocketException or IOException or TimeoutException
                    && whole is not null && answer.IsSuccessStatusCode
                    && !cancel.IsCancellationRequested)
                {
                    cuts = sent > before ? 1 : cuts + 1;
                    var next = cuts < MaxCuts ? await ContinueAsync(answer, start + sent, start + whole!.Value - 1, cancel) : null;
                    if (next is null)
                    {
                        throw new HttpRequestException($"A stream of the Subsonic server was cut after {sent} of {whole} bytes. {error.Message}", error);
                    }

                    if (current != answer)
                    {
                        current.Dispose();
                    }

                    current = next;
                }
            }
        }
        finally
        {
            if (current != answer)
            {
                current.Dispose();
            }
        }
    }

    // The rest of the same version; null if the server cannot start there.
    private async Task<HttpResponseMessage?> ContinueAsync(HttpResponseMessage first, long from, long to, CancellationToken cancel)
    {
        HttpResponseMessage next;
        try
        {
            next = await server.OpenAsync(method, id, new RangeHeaderValue(from, to).ToString(), HttpMethod.Get, cancel);
        }
        catch (SubsonicException)
        {
            return null;
        }

        if ((int)next.StatusCode == StatusCodes.Status206PartialContent && next.Content.Headers.ContentRange?.From == from
            && Equals(next.Headers.ETag, first.Headers.ETag))
        {
            return next;
        }

        next.Dispose();
        return null;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[BufferBytes];
        var (waited, received) = (new Stopwatch(), 0L); // waited for the server only: a listener may pause
        while (true)
        {
            waited.Start();
            var count = await stream.ReadAsync(buffer, cancel).AsTask().WaitAsync(ReadTimeout, cancel);
            waited.Stop();
            if (count == 0)
            {
                yield break;
            }

            received += count;
            if (waited.Elapsed > ReadTimeout)
            {
                if (received < MinBytes)
                {
                    throw new SubsonicException("A stream of the Subsonic server was too slow.", SubsonicFailure.Unavailable);
                }

                waited.Reset();
                received = 0;
            }

            yield return buffer.AsMemory(0, count);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogCut(ILogger log, string sentence);
}

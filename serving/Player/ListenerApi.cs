using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The listener's routes: history, and deletion of all their data.</summary>
internal static class ListenerApi
{
    public static void MapListener(this IEndpointRouteBuilder api)
    {
        var listener = api.MapGroup("/listener").WithTags("Listener").HandleDatabaseUnavailable();
        listener.MapGet("/history", GetHistory);
        listener.MapGet("/history.csv", GetHistoryCsv);

        listener.MapCorrections();

        var writes = listener.MapGroup("").RequireSameOrigin().ProducesProblems((403, "The request came from another site."));
        writes.MapGroup("").LimitNewListeners().MapPut("/history", PutHistory);
        writes.MapGroup("").LimitReports().MapPost("/moods", PostMood).ProducesProblems((400, "`confidence` is out of range."));
        writes.MapDelete("", DeleteListener);
    }

    /// <summary>Returns the listener's history: moods and plays over time</summary>
    /// <remarks>Nothing is recorded until the listener switches the history on. Of a face, only the emotion is recorded.</remarks>
    internal static async Task<Ok<HistoryResponse>> GetHistory(HttpRequest request, ListeningHistory history, CancellationToken cancel) =>
        TypedResults.Ok(await history.GetAsync(request.ListenerId(), cancel));

    /// <summary>Returns the listener's history as CSV</summary>
    internal static async Task<PushStreamHttpResult> GetHistoryCsv(HttpRequest request, ListeningHistory history, CancellationToken cancel)
    {
        var entries = await history.GetAsync(request.ListenerId(), cancel);
        return TypedResults.Stream(
            body => WriteCsvAsync(entries, body, cancel), "text/csv; charset=utf-8", "emomusic-history.csv");
    }

    /// <summary>Switches the history on or off</summary>
    internal static async Task<NoContent> PutHistory(
        HistorySettings settings, HttpContext context, ListeningHistory history, CancellationToken cancel)
    {
        await history.SetHistoryEnabledAsync(context.GetOrCreateListenerId(), settings.Enabled, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Reports the mood that music is requested for</summary>
    /// <remarks>Recorded only while the listener's history is on.</remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> PostMood(
        MoodReport report, HttpRequest request, ListeningHistory history, CancellationToken cancel)
    {
        if (report.Confidence is < 0 or > 1)
        {
            return TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture,
                    $"`confidence` is out of range: found {report.Confidence}, expected 0 to 1, or null."),
                statusCode: StatusCodes.Status400BadRequest);
        }

        if (request.ListenerId() is { } listener)
        {
            await history.AddMoodAsync(listener, report.Mood, report.Confidence, cancel);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Deletes all data about the listener</summary>
    /// <remarks>Likes, mood choices, corrections, play statistics, history, cookie, and which tracks were given lately, permanently.</remarks>
    internal static async Task<NoContent> DeleteListener(
        HttpContext context, ListenerStore listeners, RecentPlaylists recent, CancellationToken cancel)
    {
        if (context.Connection.RemoteIpAddress is { } address)
        {
            recent.Forget(address.ToString());
        }

        if (context.Request.ListenerId() is { } listener)
        {
            recent.Forget(listener);
            await listeners.DeleteAsync(listener, cancel);
            context.DeleteListenerCookie();
        }

        return TypedResults.NoContent();
    }

    // Row by row: a listener of many years has more than fits into memory for everybody at once.
    private static async Task WriteCsvAsync(HistoryResponse history, Stream body, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        await writer.WriteAsync("at,what,mood,confidence,title,artist,seconds,finished\r\n");
        await using var moods = history.Moods.GetAsyncEnumerator(cancel);
        await using var plays = history.Plays.GetAsyncEnumerator(cancel);
        var (hasMood, hasPlay) = (await moods.MoveNextAsync(), await plays.MoveNextAsync());
        while (hasMood || hasPlay) // newest first, from both
        {
            if (hasMood && (!hasPlay || moods.Current.At >= plays.Current.At))
            {
                var mood = moods.Current;
                await writer.WriteAsync(Row(mood.At, "mood", mood.Mood, mood.Confidence, null, null, null, null));
                hasMood = await moods.MoveNextAsync();
            }
            else
            {
                var play = plays.Current;
                await writer.WriteAsync(Row(play.At, "play", play.Mood, null, play.Title, play.Artist, play.Seconds, play.Finished));
                hasPlay = await plays.MoveNextAsync();
            }
        }
    }

    private static string Row(
        DateTimeOffset at, string what, Emotion mood, double? confidence, string? title, string? artist, double? seconds, bool? finished) =>
        string.Join(',', new object?[]
        {
            at.ToString("o", CultureInfo.InvariantCulture), what, mood.Name(), confidence, Quote(title), Quote(artist), seconds,
            finished is { } yes ? yes ? "yes" : "no" : null,
        }.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))) + "\r\n";

    // RFC 4180. The apostrophe keeps spreadsheets from running a title such as "=1+1" as a formula.
    private static string? Quote(string? text) => text is null ? null
        : $"\"{(text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The listener's history setting.</summary>
/// <param name="Enabled">Whether moods and plays are recorded.</param>
public sealed record HistorySettings([property: JsonPropertyName("keep")] bool Enabled);

/// <summary>A mood that music is requested for.</summary>
/// <param name="Mood">The mood.</param>
/// <param name="Confidence">0 to 1 when detected in a photo; null when chosen by hand.</param>
public sealed record MoodReport(Emotion Mood, double? Confidence = null);

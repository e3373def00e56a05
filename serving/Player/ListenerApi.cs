using System.Globalization;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>What is known of the listener who asks, and how to be forgotten.</summary>
internal static class ListenerApi
{
    public static void MapListener(this IEndpointRouteBuilder api)
    {
        var listener = api.MapGroup("/listener").WithTags("Listener").SaysWhenDatabaseIsAway();
        listener.MapGet("/history", GetHistory);
        listener.MapGet("/history.csv", GetCsv);

        var writes = listener.MapGroup("").RequireSameOrigin().Refuses((403, "Another site asked for it."));
        writes.MapPut("/history", PutHistory);
        writes.MapPost("/moods", PostMood).Refuses((400, "The confidence is none."));
        writes.MapDelete("", Forget);
    }

    /// <summary>Moods and plays over time</summary>
    /// <remarks>Nothing is written down until the listener switches it on, and never anything of a face but the emotion.</remarks>
    internal static async Task<Ok<Written>> GetHistory(HttpRequest request, History history, CancellationToken cancel) =>
        TypedResults.Ok(await history.OfAsync(request.Listener(), cancel));

    /// <summary>The same as CSV</summary>
    internal static async Task<FileContentHttpResult> GetCsv(HttpRequest request, History history, CancellationToken cancel)
    {
        var written = await history.OfAsync(request.Listener(), cancel);
        var lines = written.Moods.Select(mood => (mood.At, Line: Row(mood.At, "mood", mood.Mood, mood.Confidence, null, null, null, null)))
            .Concat(written.Plays.Select(play => (play.At, Line: Row(
                play.At, "play", play.Mood, null, play.Title, play.Artist, play.Seconds, play.Finished))))
            .OrderByDescending(row => row.At).Select(row => row.Line);
        var text = string.Concat(lines.Prepend("at,what,mood,confidence,title,artist,seconds,finished\r\n"));
        return TypedResults.Bytes(System.Text.Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", "emomusic-history.csv");
    }

    /// <summary>Begins or ends to write moods and plays down</summary>
    internal static async Task<NoContent> PutHistory(HistorySwitch wish, HttpContext context, History history, CancellationToken cancel)
    {
        await history.KeepAsync(context.ListenerOrNew(), wish.Keep, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Tells the mood that music is asked for</summary>
    /// <remarks>It is written down only for a listener who keeps a history.</remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> PostMood(
        MoodRead read, HttpRequest request, History history, CancellationToken cancel)
    {
        if (read.Confidence is < 0 or > 1)
        {
            return TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture, $"Found confidence {read.Confidence}, expected 0 to 1, or null."),
                statusCode: StatusCodes.Status400BadRequest);
        }

        if (request.Listener() is { } listener)
        {
            await history.AddAsync(listener, read.Mood, read.Confidence, cancel);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Forgets the listener</summary>
    /// <remarks>Likes, choices, what was learnt, the history and the cookie: all of it, at once and for good.</remarks>
    internal static async Task<NoContent> Forget(HttpContext context, History history, CancellationToken cancel)
    {
        if (context.Request.Listener() is { } listener)
        {
            await history.ForgetAsync(listener, cancel);
            context.ForgetListener();
        }

        return TypedResults.NoContent();
    }

    private static string Row(
        DateTimeOffset at, string what, Emotion mood, double? confidence, string? title, string? artist, double? seconds, bool? finished) =>
        string.Join(',', new object?[]
        {
            at.ToString("o", CultureInfo.InvariantCulture), what, mood.Name(), confidence, Quoted(title), Quoted(artist), seconds,
            finished is { } yes ? yes ? "yes" : "no" : null,
        }.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))) + "\r\n";

    // RFC 4180; and a title such as "=1+1" is no formula to a spreadsheet.
    private static string? Quoted(string? text) => text is null ? null
        : $"\"{(text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>Whether to keep a history.</summary>
/// <param name="Keep">Yes or no.</param>
public sealed record HistorySwitch(bool Keep);

/// <summary>A mood that music is asked for.</summary>
/// <param name="Mood">Which.</param>
/// <param name="Confidence">0 to 1 where a face was read; null where it was chosen by hand.</param>
public sealed record MoodRead(Emotion Mood, double? Confidence);

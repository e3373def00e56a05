using System.Globalization;
using System.Text.Json.Serialization;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Player;

/// <summary>The routes by which a listener's corrections adjust what is read from a face.</summary>
internal static class CorrectionApi
{
    private const double SumTolerance = 0.02; // scores are rounded

    public static void MapCorrections(this IEndpointRouteBuilder listener)
    {
        listener.MapGet("/corrections", GetCorrections);
        var writes = listener.MapGroup("").RequireSameOrigin().ProducesProblems((403, "The request came from another site."));
        var joins = writes.MapGroup("").LimitNewListeners();
        joins.MapPost("/corrections", PostCorrection).ProducesProblems((400, "`read` is no reading."));
        joins.MapPut("/adjustment", PutAdjustment);
        writes.MapDelete("/corrections", DeleteCorrections);
    }

    /// <summary>Returns the counts of the listener's corrections</summary>
    internal static async Task<Ok<CalibrationResponse>> GetCorrections(
        HttpRequest request, CorrectionStore corrections, CancellationToken cancel)
    {
        var (enabled, calibration) = await corrections.GetAsync(request.ListenerId(), cancel);
        return TypedResults.Ok(CalibrationResponse.Of(enabled, calibration));
    }

    /// <summary>Corrects a reading, or agrees with it</summary>
    /// <remarks>
    /// Later readings shift towards what this listener says: ten corrections in a row change the answer for the same kind of
    /// face. Older corrections fade. Only counts are stored: which emotions were read, and which one was said.
    /// </remarks>
    internal static async Task<Results<NoContent, ProblemHttpResult>> PostCorrection(
        CorrectionReport report, HttpContext context, CorrectionStore corrections, CancellationToken cancel)
    {
        var scores = Emotions.All.Select(emotion => report.Read?.GetValueOrDefault(emotion) ?? 0).ToList();
        var sum = scores.Sum();
        if (scores.Any(score => score is not (>= 0 and <= 1)) || Math.Abs(sum - 1) > SumTolerance)
        {
            return TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture,
                    $"`read` is no reading: found scores with the sum {sum:0.###}, expected scores from 0 to 1 with the sum 1."),
                statusCode: StatusCodes.Status400BadRequest);
        }

        await corrections.AddAsync(
            context.GetOrCreateListenerId(), [.. scores.Select(score => score / sum)], report.Said, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Switches the adjustment of readings to the listener on or off</summary>
    /// <remarks>Corrections are kept, and counted further, while it is off.</remarks>
    internal static async Task<NoContent> PutAdjustment(
        AdjustmentSettings settings, HttpContext context, CorrectionStore corrections, CancellationToken cancel)
    {
        await corrections.SetEnabledAsync(context.GetOrCreateListenerId(), settings.Enabled, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Deletes the listener's corrections</summary>
    internal static async Task<NoContent> DeleteCorrections(
        HttpRequest request, CorrectionStore corrections, CancellationToken cancel)
    {
        if (request.ListenerId() is { } listener)
        {
            await corrections.DeleteAsync(listener, cancel);
        }

        return TypedResults.NoContent();
    }
}

/// <summary>The listener's adjustment setting.</summary>
/// <param name="Enabled">Whether readings are adjusted to the listener.</param>
public sealed record AdjustmentSettings([property: JsonPropertyName("on")] bool Enabled);

/// <summary>What a listener says about a reading of their face.</summary>
/// <param name="Read">
/// The scores that were read, before any adjustment: `rawScores` of the face, or `scores` where that is null. Emotions left out
/// count 0; `{"happy": 1}` is an emotion without scores.
/// </param>
/// <param name="Said">The emotion that the listener says it is.</param>
public sealed record CorrectionReport(IReadOnlyDictionary<Emotion, double>? Read, Emotion Said);

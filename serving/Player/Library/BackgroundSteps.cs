using System.Collections.Concurrent;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Subsonic;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Runs the steps of background work. What a step throws is logged and shown on the page until the step succeeds; the
/// other steps go on, and the host with them.
/// </summary>
internal sealed partial class BackgroundSteps(ILogger<BackgroundSteps> log)
{
    private const string DatabaseUnavailable = "The player's database is unavailable, so the library may be out of date.";

    private readonly ConcurrentDictionary<string, string> troubles = new();
    private readonly ConcurrentQueue<string> order = new(); // of first failures

    /// <summary>Called before each step with its name: tests let it throw.</summary>
    public Action<string>? Starting { get; set; }

    /// <summary>What is wrong now, as sentences; null if nothing is.</summary>
    public string? Trouble => troubles.IsEmpty ? null
        : string.Join(' ', order.Distinct().Select(step => troubles.GetValueOrDefault(step)).OfType<string>().Distinct());

    /// <summary>Runs a step.</summary>
    /// <param name="step">Its name, as a noun: "scan of the folder".</param>
    /// <param name="work">The step.</param>
    /// <param name="cancel">Ends it; only this cancellation is thrown.</param>
    /// <returns>The exception that it failed with; null if it succeeded.</returns>
    public async Task<Exception?> RunAsync(string step, Func<Task> work, CancellationToken cancel)
    {
        try
        {
            Starting?.Invoke(step);
            await work();
            Clear(step);
            return null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error) // whatever a file, a server or an option causes: it must not end the host
        {
            Set(step, SentenceOf(step, error));
            return error;
        }
    }

    /// <summary>Shows a sentence for a step, and logs it unless it is shown already.</summary>
    public void Set(string step, string sentence)
    {
        order.Enqueue(step);
        while (order.Count > 100)
        {
            order.TryDequeue(out _);
        }

        if (!troubles.TryGetValue(step, out var before) || before != sentence)
        {
            LogTrouble(log, sentence);
        }

        troubles[step] = sentence;
    }

    /// <summary>The step works again.</summary>
    public void Clear(string step) => troubles.TryRemove(step, out _);

    private string SentenceOf(string step, Exception error)
    {
        if (error is SubsonicException or DatabaseException)
        {
            return error.Message;
        }

        if (error.IsDatabaseError())
        {
            LogUnavailable(log, error.GetBaseException().Message);
            return DatabaseUnavailable;
        }

        LogFailed(log, step, error.GetBaseException().Message);
        return $"The {step} failed and is tried again; everything else goes on. {error.GetBaseException().Message}";
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogTrouble(ILogger log, string sentence);

    [LoggerMessage(LogLevel.Error, "The player's database is unavailable; retrying soon. {Error}")]
    private static partial void LogUnavailable(ILogger log, string error);

    [LoggerMessage(LogLevel.Error, "The {Step} failed. {Error}")]
    private static partial void LogFailed(ILogger log, string step, string error);
}

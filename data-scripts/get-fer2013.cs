#!/usr/bin/env dotnet
// Fetches FER-2013 from Kaggle with your own token, and checks what came.
//
//     dotnet run data-scripts/get-fer2013.cs                   # into data/, where the trainer looks
//     dotnet run data-scripts/get-fer2013.cs -- --help
//
// The token: kaggle.com, Settings, API, "Create New Token", and put the kaggle.json that it gives into ~/.kaggle/, or
// set KAGGLE_USERNAME and KAGGLE_KEY. The competition's rules have to be accepted once, on its page.
// A download that was cut goes on where it stopped, also in another run.
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmoMusic.Training.Data;
using Spectre.Console;

var output = new Option<string>("--output")
{
    Description = "The folder to put the archive into; the trainer looks into data/ by itself",
    DefaultValueFactory = _ => "data",
};
var api = new Option<string>("--api")
{
    Description = "Where Kaggle's API is",
    DefaultValueFactory = _ => "https://www.kaggle.com/api/v1",
};
var program = new RootCommand("Fetches FER-2013 from Kaggle, and checks its rows.") { output, api };
program.SetAction(async (line, stop) =>
{
    try
    {
        var archive = Path.Combine(Directory.CreateDirectory(line.GetValue(output)!).FullName, "fer2013.zip");
        if (!File.Exists(archive))
        {
            await new Download(new Uri($"{line.GetValue(api)!.TrimEnd('/')}/{Kaggle.Archive}"), archive).RunAsync(stop);
        }

        Contents.Check(archive);
        return 0;
    }
    catch (Exception problem) when (problem is FetchException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return program.Parse(args).Invoke();

/// <summary>What there is to know about Kaggle.</summary>
internal static class Kaggle
{
    private const string Competition = "challenges-in-representation-learning-facial-expression-recognition-challenge";
    private const string MakeOne = "On kaggle.com under Settings, API, make a token";

    public const string Archive = $"competitions/data/download-all/{Competition}";
    public const string Rules = $"https://www.kaggle.com/c/{Competition}/rules";

    /// <summary>The user's token and where it was found: the environment, else kaggle.json.</summary>
    public static (AuthenticationHeaderValue Header, string Source) ReadToken()
    {
        if (Named("KAGGLE_USERNAME") is { } name && Named("KAGGLE_KEY") is { } key)
        {
            return (Basic(name, key), "KAGGLE_USERNAME and KAGGLE_KEY");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = Path.Combine(Named("KAGGLE_CONFIG_DIR") ?? Path.Combine(home, ".kaggle"), "kaggle.json");
        if (!File.Exists(path))
        {
            throw new FetchException($"Found no Kaggle token, expected KAGGLE_USERNAME and KAGGLE_KEY or the file {path}. "
                + $"{MakeOne} and put its kaggle.json there.");
        }

        try
        {
            using var token = JsonDocument.Parse(File.ReadAllText(path));
            return (Basic(token.RootElement.GetProperty("username").GetString()!,
                token.RootElement.GetProperty("key").GetString()!), path);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FetchException(
                $"{path}: found no token, expected {{\"username\":…,\"key\":…}}. {MakeOne} and put its kaggle.json there.");
        }
    }

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static AuthenticationHeaderValue Basic(string name, string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{key}")));
}

/// <summary>One file over connections that may break: what came is kept, and only the rest is asked for.</summary>
internal sealed class Download(Uri address, string target)
{
    private const int TriesWithoutProgress = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for the answer, and for each piece of it

    private readonly string part = target + ".part";
    private readonly string tag = target + ".part.etag"; // of which version the part is

    public async Task RunAsync(CancellationToken stop)
    {
        var (token, source) = Kaggle.ReadToken();

        // Kaggle sends on to a store that must not see the token; HttpClient leaves it out by itself.
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("EmoMusic");
        await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("FER-2013");
                for (var tries = 1; ; tries++)
                {
                    var before = Size(part);
                    try
                    {
                        await ContinueAsync(http, token, source, bar, stop);
                        break;
                    }
                    catch (Exception problem) when (problem is HttpRequestException or TimeoutException)
                    {
                        tries = Size(part) > before ? 0 : tries;
                        if (tries >= TriesWithoutProgress)
                        {
                            throw new FetchException(
                                $"{address}: no connection that holds, {TriesWithoutProgress} times in a row "
                                + $"({problem.Message}). " + (Size(part) > 0
                                    ? $"{Size(part):n0} bytes are kept in {part}: run this again to go on from there."
                                    : "Look after the network and run this again."));
                        }

                        await Task.Delay(TimeSpan.FromSeconds(tries), stop);
                    }
                }
            });
        File.Move(part, target, overwrite: true);
        File.Delete(tag);
    }

    private async Task ContinueAsync(
        HttpClient http, AuthenticationHeaderValue token, string source, ProgressTask bar, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = token } };
        if (Size(part) > 0 && File.Exists(tag))
        {
            request.Headers.Range = new RangeHeaderValue(Size(part), null);
            request.Headers.IfRange = new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(File.ReadAllText(tag)));
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .WaitAsync(Patience, stop);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part); // it is longer than the file: not its beginning
            throw new HttpRequestException("the part kept before is of another file");
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw await RefusalAsync(answer, source, stop);
        }

        var goesOn = answer.StatusCode == HttpStatusCode.PartialContent;
        var size = goesOn ? answer.Content.Headers.ContentRange?.Length : answer.Content.Headers.ContentLength;
        if (!goesOn)
        {
            File.Delete(tag);
            if (answer.Headers.ETag is { IsWeak: false } version)
            {
                await File.WriteAllTextAsync(tag, version.ToString(), stop);
            }
        }

        using (var file = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create))
        {
            bar.MaxValue = size ?? double.MaxValue;
            bar.Value = file.Length;
            var bytes = new byte[1 << 16];
            using var content = await answer.Content.ReadAsStreamAsync(stop);
            while (await ReadAsync(content, bytes, stop) is var count and > 0)
            {
                await file.WriteAsync(bytes.AsMemory(0, count), stop);
                bar.Increment(count);
            }
        }

        if (size is not null && Size(part) != size)
        {
            var found = Size(part);
            File.Delete(part);
            throw new FetchException($"{address}: found {found:n0} bytes, expected {size:n0}. Run this again.");
        }
    }

    // A connection that breaks is no fault of the disk, though both are an IOException.
    private static async Task<int> ReadAsync(Stream content, byte[] bytes, CancellationToken stop)
    {
        try
        {
            return await content.ReadAsync(bytes, stop).AsTask().WaitAsync(Patience, stop);
        }
        catch (IOException problem)
        {
            throw new HttpRequestException(problem.Message.TrimEnd('.'), problem);
        }
    }

    private async Task<Exception> RefusalAsync(HttpResponseMessage answer, string source, CancellationToken stop)
    {
        var (code, words) = ((int)answer.StatusCode, await WordsAsync(answer, stop));
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new FetchException(
                $"Kaggle refuses the token of {source} (401{words}). Make a new one: kaggle.com, Settings, API."),
            HttpStatusCode.Forbidden => new FetchException(
                $"Kaggle does not hand the data out to you yet (403{words}). Accept the rules at {Kaggle.Rules}, "
                + "then run this again."),
            HttpStatusCode.NotFound => new FetchException(
                $"{address}: not there (404{words}). Look whether the competition has moved, or name another address "
                + "with --api."),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new HttpRequestException($"the server says {code}{words}"), // may pass
            _ => new FetchException($"{address}: found the answer {code}{words}, expected a file. Try again later."),
        };
    }

    // Kaggle's own explanation, {"code":403,"message":"…"}, if the answer has one.
    private static async Task<string> WordsAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            return $": {body.RootElement.GetProperty("message").GetString()!.TrimEnd('.')}";
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}

/// <summary>Whether the archive holds the rows that the challenge of 2013 published.</summary>
internal static class Contents
{
    // As published: rows by usage, and the training rows by emotion.
    private static readonly (Usage Usage, int Rows)[] Published =
        [(Usage.Training, 28_709), (Usage.PublicTest, 3_589), (Usage.PrivateTest, 3_589)];

    private static readonly int[] PublishedTraining = [3995, 436, 4097, 7215, 4830, 3171, 4965];

    public static void Check(string archive)
    {
        Console.WriteLine("Reading it as the trainer does…");
        var rows = Read(archive);
        foreach (var (usage, expected) in Published)
        {
            Compare(archive, $"rows of usage {usage}", rows.Usages.Count(one => one == usage), expected);
        }

        for (var label = 0; label < Emotions.Count; label++)
        {
            var found = Enumerable.Range(0, rows.Count)
                .Count(row => rows.Usages[row] == Usage.Training && rows.Labels[row] == label);
            Compare(archive, $"training rows of {Emotions.Names[label]}", found, PublishedTraining[label]);
        }

        Console.WriteLine($"{archive}: {rows.Count:n0} rows as published, {rows.Blank:n0} of them blank.");
        Console.WriteLine("Train with: dotnet run --project training -- --data " + archive);
    }

    private static FerRows Read(string archive)
    {
        try
        {
            using var file = FerFile.Open(archive);
            return FerCsv.Read(file.Csv, file.Name);
        }
        catch (DatasetException problem)
        {
            throw new FetchException($"{problem.Message} Delete {archive} and run this again.");
        }
    }

    private static void Compare(string archive, string what, int found, int expected)
    {
        if (found != expected)
        {
            throw new FetchException($"{archive}: found {found:n0} {what}, expected {expected:n0} as published. "
                + "Delete the file and run this again.");
        }
    }
}

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class FetchException(string message) : Exception(message);

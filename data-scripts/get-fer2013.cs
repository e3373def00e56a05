#!/usr/bin/env dotnet
// Downloads FER-2013 from Kaggle with your own token, and verifies it.
//
//     dotnet run data-scripts/get-fer2013.cs                   # into data/, the default of the trainer
//     dotnet run data-scripts/get-fer2013.cs -- --help
//
// To get a token, open kaggle.com, Settings, API, "Generate New Token", and save it as ~/.kaggle/access_token, or set
// KAGGLE_API_TOKEN. Legacy credentials work as well: ~/.kaggle/kaggle.json, or KAGGLE_USERNAME and KAGGLE_KEY.
// Accept the competition's rules once, on its page.
// Interrupted downloads resume, also in another run.
//
// Ten people's votes on each of the same faces (FER+) are in the repository Microsoft/FERPlus on GitHub. Download its
// fer2013new.csv there; --votes checks your copy against the rows and puts it beside them, where the trainer finds it:
//
//     dotnet run data-scripts/get-fer2013.cs -- --votes ~/Downloads/fer2013new.csv
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using Spectre.Console;

var output = new Option<string>("--output")
{
    Description = "Folder for the archive; the trainer searches data/ by default",
    DefaultValueFactory = _ => "data",
};
var votes = new Option<string?>("--votes")
{
    Description = "Your copy of FER+'s fer2013new.csv (repository Microsoft/FERPlus on GitHub): check it and put it beside the data",
};
var api = new Option<string>("--api")
{
    Description = "Base address of Kaggle's API",
    DefaultValueFactory = _ => "https://www.kaggle.com/api/v1",
};
var program = new RootCommand("Downloads FER-2013 from Kaggle and verifies its rows.") { output, votes, api };
program.SetAction(async (line, stop) =>
{
    try
    {
        var archive = Path.Combine(Directory.CreateDirectory(line.GetValue(output)!).FullName, "fer2013.zip");
        if (!File.Exists(archive))
        {
            await new Download(Kaggle.Address(line.GetValue(api)!), archive).RunAsync(stop);
        }

        Votes.Add(line.GetValue(votes), archive, Contents.Check(archive));
        return 0;
    }
    catch (Exception problem) when (problem is FetchException or DatasetException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return CommandLine.Run(program, args);

/// <summary>Addresses and token of Kaggle.</summary>
internal static class Kaggle
{
    private const string Competition = "challenges-in-representation-learning-facial-expression-recognition-challenge";
    private const string CreateToken = "Generate a token on kaggle.com under Settings, API";
    private const string Prefix = "KGAT_"; // of API tokens

    public const string Archive = $"competitions/data/download-all/{Competition}";
    public const string Rules = $"https://www.kaggle.com/c/{Competition}/rules";

    /// <summary>The user's token and its source: an API token, else legacy credentials; the environment before files.</summary>
    public static (AuthenticationHeaderValue Header, string Source) ReadToken()
    {
        if (Variable("KAGGLE_API_TOKEN") is { } given)
        {
            return (Bearer(given), "KAGGLE_API_TOKEN");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folder = Variable("KAGGLE_CONFIG_DIR") ?? Path.Combine(home, ".kaggle");
        if (Variable("KAGGLE_USERNAME") is { } name && Variable("KAGGLE_KEY") is { } key)
        {
            return (Credentials(name, key), "KAGGLE_USERNAME and KAGGLE_KEY");
        }

        var access = Path.Combine(folder, "access_token");
        if (File.Exists(access))
        {
            return File.ReadAllText(access).Trim() is { Length: > 0 } text ? (Bearer(text), access) : throw new FetchException(
                $"{access}: found no token, expected {Prefix}…. {CreateToken}, and save it there.");
        }

        var legacy = Path.Combine(folder, "kaggle.json");
        if (!File.Exists(legacy))
        {
            throw new FetchException($"Found no Kaggle token, expected KAGGLE_API_TOKEN or the file {access} "
                + $"(or legacy credentials: KAGGLE_USERNAME and KAGGLE_KEY, or {legacy}). {CreateToken}, and save it as {access}.");
        }

        try
        {
            using var token = JsonDocument.Parse(File.ReadAllText(legacy));
            return token.RootElement.GetProperty("username").GetString() is { Length: > 0 } user
                && token.RootElement.GetProperty("key").GetString() is { Length: > 0 } secret
                ? (Credentials(user, secret), legacy) : throw new JsonException("empty");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FetchException(
                $"{legacy}: found no token, expected {{\"username\":…,\"key\":…}}. "
                + $"{CreateToken}, and save it as {access}.");
        }
    }

    /// <summary>The archive's address, below that of an API.</summary>
    public static Uri Address(string api) =>
        Uri.TryCreate($"{api.TrimEnd('/')}/{Archive}", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address : throw new FetchException($"--api: found '{api}', expected a URL such as https://www.kaggle.com/api/v1.");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // A line break at the end of a file or variable is no part of it.
    private static AuthenticationHeaderValue Bearer(string token) => token.Trim().All(letter => letter is > ' ' and < (char)127)
        ? new("Bearer", token.Trim())
        : throw new FetchException(
            $"Found a Kaggle token with spaces, line breaks or letters that no token has. {CreateToken}, and save it alone.");

    private static AuthenticationHeaderValue Credentials(string name, string key) => key.StartsWith(Prefix, StringComparison.Ordinal)
        ? Bearer(key) : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{key}")));
}

/// <summary>A download that resumes after lost connections, with range requests.</summary>
internal sealed class Download(Uri address, string target)
{
    private const int MaxAttemptsWithoutProgress = 4;

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(60); // for the headers, and for each read

    private readonly string part = target + ".part";
    private readonly string tag = target + ".part.etag"; // version of the part

    public async Task RunAsync(CancellationToken stop)
    {
        var (token, source) = Kaggle.ReadToken();

        // Kaggle redirects to a storage host that must not get the token; HttpClient drops it on redirects.
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("EmoMusic");
        await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("FER-2013");
                for (var attempts = 1; ; attempts++)
                {
                    var before = Size(part);
                    try
                    {
                        await ContinueAsync(http, token, source, bar, stop);
                        break;
                    }
                    catch (Exception problem) when (problem is HttpRequestException or TimeoutException)
                    {
                        attempts = Size(part) > before ? 0 : attempts;
                        if (attempts >= MaxAttemptsWithoutProgress)
                        {
                            throw new FetchException(
                                $"{address}: the connection failed {MaxAttemptsWithoutProgress} times in a row "
                                + $"({problem.Message}). " + (Size(part) > 0
                                    ? $"{part} has {Size(part):n0} bytes: run this again to resume."
                                    : "Check the network and run this again."));
                        }

                        await Task.Delay(TimeSpan.FromSeconds(attempts), stop);
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
        // A full disk may have left the tag empty.
        if (Size(part) > 0 && File.Exists(tag) && EntityTagHeaderValue.TryParse(File.ReadAllText(tag), out var version))
        {
            request.Headers.Range = new RangeHeaderValue(Size(part), null);
            request.Headers.IfRange = new RangeConditionHeaderValue(version);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .WaitAsync(ReadTimeout, stop);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part); // longer than the file, so not its beginning
            throw new HttpRequestException("the partial download is of another file");
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw await ErrorAsync(answer, source, stop);
        }

        var isPartial = answer.StatusCode == HttpStatusCode.PartialContent;
        var size = isPartial ? answer.Content.Headers.ContentRange?.Length : answer.Content.Headers.ContentLength;
        if (!isPartial)
        {
            File.Delete(tag);
            if (answer.Headers.ETag is { IsWeak: false } current)
            {
                await File.WriteAllTextAsync(tag, current.ToString(), stop);
            }
        }

        using (var file = new FileStream(part, isPartial ? FileMode.Append : FileMode.Create))
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

    // Tells a lost connection from a disk error, which is an IOException too.
    private static async Task<int> ReadAsync(Stream content, byte[] bytes, CancellationToken stop)
    {
        try
        {
            return await content.ReadAsync(bytes, stop).AsTask().WaitAsync(ReadTimeout, stop);
        }
        catch (IOException problem)
        {
            throw new HttpRequestException(problem.Message.TrimEnd('.'), problem);
        }
    }

    private async Task<Exception> ErrorAsync(HttpResponseMessage answer, string source, CancellationToken stop)
    {
        var (code, message) = ((int)answer.StatusCode, await MessageAsync(answer, stop));
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new FetchException(
                $"Kaggle rejected the token of {source} (401{message}). Generate a new one: kaggle.com, Settings, API."),
            HttpStatusCode.Forbidden => new FetchException(
                $"Kaggle denied access to the data (403{message}). Accept the rules at {Kaggle.Rules} "
                + "and run this again."),
            HttpStatusCode.NotFound => new FetchException(
                $"{address}: not found (404{message}). Check whether the competition has moved, or pass "
                + "another address with --api."),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new HttpRequestException($"the server answered {code}{message}"), // may be temporary
            _ => new FetchException($"{address}: the server answered {code}{message}. Try again later."),
        };
    }

    // The message of {"code":403,"message":"…"}, if there is one.
    private static async Task<string> MessageAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            return body.RootElement.GetProperty("message").GetString() is { } message ? $": {message.TrimEnd('.')}" : "";
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}

/// <summary>Compares the archive with the published row counts.</summary>
internal static class Contents
{
    // Rows by usage, and training rows by emotion.
    private static readonly (Usage Usage, int Rows)[] Published =
        [(Usage.Training, 28_709), (Usage.PublicTest, 3_589), (Usage.PrivateTest, 3_589)];

    private static readonly int[] PublishedTraining = [3995, 436, 4097, 7215, 4830, 3171, 4965];

    // Compression methods that .NET does not read; section 4.4.5 of APPNOTE.TXT.
    private static readonly Dictionary<int, string> OtherMethods =
        new() { [9] = "Deflate64", [12] = "bzip2", [14] = "LZMA", [93] = "Zstandard", [95] = "xz" };

    public static FerRows Check(string archive)
    {
        Console.WriteLine("Verifying…");
        RefuseOtherMethods(archive);
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

        Console.WriteLine($"{archive}: {rows.Count:n0} rows, as published; {rows.Blank:n0} are blank.");
        Console.WriteLine("Train with: dotnet run --project training -- --data " + archive);
        return rows;
    }

    // The first entry's header: its method is at offset 8.
    private static void RefuseOtherMethods(string archive)
    {
        using var file = File.OpenRead(archive);
        var header = new byte[10];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header.AsSpan(0, 4).SequenceEqual("PK\u0003\u0004"u8) && OtherMethods.TryGetValue(header[8], out var method))
        {
            throw new FetchException($"{archive}: compressed with {method}, which .NET cannot read. Unpack it, and train with "
                + "--data on the CSV file in it, or delete it and run this again.");
        }
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
            throw new FetchException($"{archive}: found {found:n0} {what}, expected {expected:n0}. "
                + "Delete the file and run this again.");
        }
    }
}

/// <summary>FER+'s votes for the rows of the archive.</summary>
internal static class Votes
{
    /// <summary>Checks the user's copy and puts it beside the archive, or tells where to get one.</summary>
    public static void Add(string? given, string archive, FerRows rows)
    {
        if (given is null)
        {
            if (FerPlusVotes.FindBeside(archive) is null)
            {
                Console.WriteLine($"For ten people's votes on each face, download {FerPlusVotes.FileName} from the repository "
                    + "Microsoft/FERPlus on GitHub, and run this again with --votes and its path.");
            }

            return;
        }

        var votes = FerPlusVotes.Open(given);
        rows.Join(votes, Path.GetFileName(archive));
        var target = Path.Combine(Path.GetDirectoryName(archive)!, FerPlusVotes.FileName);
        if (Path.GetFullPath(given) != target)
        {
            Copy(given, target);
        }

        var without = Enumerable.Range(0, rows.Count).Count(row => !rows.HasEmotion(row));
        Console.WriteLine($"{target}: votes for {votes.Count:n0} rows, in the order of the data; in {without:n0} of them people saw "
            + "none of the seven emotions. The trainer finds them beside the data.");
    }

    private static void Copy(string from, string to)
    {
        var unfinished = to + ".unfinished";
        try
        {
            File.Copy(from, unfinished, overwrite: true);
            File.Move(unfinished, to, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished); // after an error; else it is gone
        }
    }
}

/// <summary>An error that the user can fix.</summary>
internal sealed class FetchException(string message) : Exception(message);

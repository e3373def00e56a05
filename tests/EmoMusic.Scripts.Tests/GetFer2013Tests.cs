using System.Text;
using EmoMusic.Training.Data;

namespace EmoMusic.Scripts.Tests;

/// <summary>get-fer2013.cs with a server that behaves like Kaggle.</summary>
public sealed class GetFer2013Tests(Scripts scripts) : IDisposable
{
    private const string Page = "https://www.kaggle.com/c/"
        + "challenges-in-representation-learning-facial-expression-recognition-challenge/rules";

    private static readonly Lazy<byte[]> Whole = new(() => KaggleServer.Archive(Published()));

    private readonly TemporaryFolder home = new();
    private readonly Dictionary<string, string?> token = new() { ["KAGGLE_USERNAME"] = "some", ["KAGGLE_KEY"] = "secret" };

    private string Archive => home[Path.Combine("data", "fer2013.zip")];

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_archive_is_downloaded_over_a_redirect_without_the_token_and_verified()
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);

        var result = Get(server);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains($"{Archive}: 35,887 rows, as published; 35,887 are blank.", result.Output, StringComparison.Ordinal);
        Assert.Equal(Whole.Value, File.ReadAllBytes(Archive));
        Assert.Equal(["Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("some:secret"))], server.Tokens);
        Assert.Equal([("", "")], server.Asked);
        Assert.Equal([Archive], Directory.GetFiles(home["data"]));
    }

    [Fact]
    public async Task An_interrupted_download_resumes()
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);
        server.Cuts.Enqueue(100_000);

        var result = Get(server);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(Whole.Value, File.ReadAllBytes(Archive));
        Assert.Equal(["", "bytes=100000-"], server.Asked.Select(asked => asked.Range));
    }

    [Fact]
    public async Task A_partial_download_resumes_in_another_run_unless_the_file_has_changed()
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);
        foreach (var bytes in (int[])[50_000, 0, 0, 0, 0])
        {
            server.Cuts.Enqueue(bytes);
        }

        var given = Get(server);

        Assert.Equal(1, given.ExitCode);
        Assert.Contains(": the connection failed 4 times in a row (", given.Errors, StringComparison.Ordinal);
        Assert.EndsWith(
            $"{Archive}.part has 50,000 bytes: run this again to resume.",
            given.Errors, StringComparison.Ordinal);

        server.Tag = "\"second\""; // so the partial download does not match
        var again = Get(server);

        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.Equal("bytes=50000-", server.Asked[^1].Range);
        Assert.Equal(Whole.Value, File.ReadAllBytes(Archive));
    }

    [Fact]
    public async Task A_rejected_token_is_an_error_with_its_source()
    {
        await using var server = await KaggleServer.StartAsync([]);
        server.Refusal = (401, "Unauthorized");
        Directory.CreateDirectory(home[".kaggle"]);
        File.WriteAllText(home[".kaggle/kaggle.json"], """{"username":"some","key":"old"}""");
        token.Clear();

        Fails(Get(server), $"Kaggle rejected the token of {home[".kaggle/kaggle.json"]} (401: Unauthorized). "
            + "Generate a new one: kaggle.com, Settings, API.");
    }

    [Fact]
    public async Task Rules_that_were_not_accepted_are_an_error_with_their_page()
    {
        await using var server = await KaggleServer.StartAsync([]);
        server.Refusal = (403, "You must accept this competition's rules before you'll be able to download files.");

        Fails(Get(server), "Kaggle denied access to the data (403: You must accept this competition's rules "
            + $"before you'll be able to download files). Accept the rules at {Page} and run this again.");
    }

    [Fact]
    public async Task A_missing_competition_is_an_error()
    {
        await using var server = await KaggleServer.StartAsync([]);
        server.Refusal = (404, "Not found");

        Fails(Get(server), $"{server.Api}/competitions/data/download-all/{Page.Split('/')[4]}: not found (404: Not found). "
            + "Check whether the competition has moved, or pass another address with --api.");
    }

    [Fact]
    public async Task Unexpected_row_counts_are_an_error()
    {
        await using var server = await KaggleServer.StartAsync(
            KaggleServer.Archive([(0, Usage.Training), (1, Usage.PublicTest)]));

        Fails(Get(server), $"{Archive}: found 1 rows of usage Training, expected 28,709. "
            + "Delete the file and run this again.");
    }

    [Fact]
    public async Task A_page_instead_of_the_archive_is_an_error()
    {
        await using var server = await KaggleServer.StartAsync("<!DOCTYPE html>\n"u8.ToArray());

        Fails(Get(server), "fer2013.zip, line 1: found the columns <!DOCTYPE html>, expected emotion,pixels and optionally "
            + $"Usage. Use FER-2013's fer2013.csv, icml_face_data.csv or train.csv. Delete {Archive} and run this again.");
    }

    [Theory]
    [InlineData("KAGGLE_API_TOKEN", "KGAT_0123")]
    [InlineData("access_token", "KGAT_0123\n")]
    [InlineData("KAGGLE_KEY", "KGAT_0123")]
    public async Task An_API_token_is_sent_as_bearer(string place, string value)
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);
        if (place == "access_token")
        {
            token.Clear();
            Directory.CreateDirectory(home[".kaggle"]);
            File.WriteAllText(home[".kaggle/access_token"], value);
            File.WriteAllText(home[".kaggle/kaggle.json"], "{\"username\":\"old\",\"key\":\"legacy\"}");
        }
        else
        {
            token[place] = value;
        }

        var result = Get(server);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(["Bearer KGAT_0123"], server.Tokens);
    }

    [Theory]
    [InlineData(12, "bzip2")]
    [InlineData(14, "LZMA")]
    public async Task Another_compression_is_named(byte method, string name)
    {
        var archive = Whole.Value.ToArray();
        archive[8] = method;
        await using var server = await KaggleServer.StartAsync(archive);

        Fails(Get(server), $"{Archive}: compressed with {name}, which .NET cannot read. Unpack it, and train with --data on the CSV "
            + "file in it, or delete it and run this again.");
    }

    [Fact]
    public async Task Votes_are_checked_and_put_beside_the_data_or_their_source_is_named()
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);
        var votes = home["downloaded.csv"];
        const string Header = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n";
        string Rows(int training) => Header + string.Concat(Enumerable.Repeat("Training,a.png,9,1,0,0,0,0,0,0,0,0\n", training))
            + string.Concat(Enumerable.Repeat("PublicTest,b.png,0,0,0,0,0,0,0,9,1,0\n", 3589))
            + string.Concat(Enumerable.Repeat("PrivateTest,c.png,0,9,0,0,0,0,1,0,0,0\n", 3589));

        var without = Get(server);
        File.WriteAllText(votes, Rows(28_708));
        var bad = Get(server, "--votes", votes);
        File.WriteAllText(votes, Rows(28_709));
        var good = Get(server, "--votes", votes);

        Assert.EndsWith(
            "For ten people's votes on each face, download fer2013new.csv from the repository Microsoft/FERPlus on GitHub, "
            + "and run this again with --votes and its path.", without.Output.TrimEnd(), StringComparison.Ordinal);
        Fails(bad, "downloaded.csv: found votes for 35,886 rows, expected 35,887 as in fer2013.zip. "
            + "Use both files whole, as they are published, or do without the votes: --votes none.");
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.EndsWith(
            $"{home[Path.Combine("data", "fer2013new.csv")]}: votes for 35,887 rows, in the order of the data; "
            + "in 3,589 of them people saw none of the seven emotions. The trainer finds them beside the data.",
            good.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(votes), File.ReadAllText(home[Path.Combine("data", "fer2013new.csv")]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("half of a tag\"")]
    public async Task A_damaged_note_of_the_version_costs_the_partial_download(string note)
    {
        await using var server = await KaggleServer.StartAsync(Whole.Value);
        Directory.CreateDirectory(home["data"]);
        File.WriteAllBytes(Archive + ".part", new byte[1000]);
        File.WriteAllText(Archive + ".part.etag", note);

        var result = Get(server);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(Whole.Value, File.ReadAllBytes(Archive));
    }

    [Theory]
    [InlineData("{\"username\":null,\"key\":null}")]
    [InlineData("[]")]
    public async Task Credentials_that_are_none_are_an_error(string content)
    {
        await using var server = await KaggleServer.StartAsync([]);
        token.Clear();
        Directory.CreateDirectory(home[".kaggle"]);
        File.WriteAllText(home[".kaggle/kaggle.json"], content);

        Fails(Get(server), $"{home[".kaggle/kaggle.json"]}: found no token, expected {{\"username\":…,\"key\":…}}. "
            + $"Generate a token on kaggle.com under Settings, API, and save it as {home[".kaggle/access_token"]}.");
    }

    [Theory]
    [InlineData("KGAT_0123\nKGAT_4567")]
    [InlineData("KGAT_ä")]
    public async Task A_token_that_no_header_takes_is_an_error(string value)
    {
        await using var server = await KaggleServer.StartAsync([]);
        token["KAGGLE_API_TOKEN"] = value;

        Fails(Get(server), "Found a Kaggle token with spaces, line breaks or letters that no token has. "
            + "Generate a token on kaggle.com under Settings, API, and save it alone.");
    }

    [Fact]
    public async Task A_missing_token_is_an_error_with_instructions()
    {
        await using var server = await KaggleServer.StartAsync([]);
        token.Clear();

        Fails(Get(server), "Found no Kaggle token, expected KAGGLE_API_TOKEN or the file "
            + $"{home[".kaggle/access_token"]} (or legacy credentials: KAGGLE_USERNAME and KAGGLE_KEY, or {home[".kaggle/kaggle.json"]}). "
            + $"Generate a token on kaggle.com under Settings, API, and save it as {home[".kaggle/access_token"]}.");
        Assert.Empty(server.Tokens);
    }

    [Theory]
    [InlineData("kaggle")]
    [InlineData("ftp://kaggle.example")]
    public void An_address_that_is_none_is_an_error(string api) => Fails(
        scripts.Run("get-fer2013", home.Path, token, ["--api", api]),
        $"--api: found '{api}', expected a URL such as https://www.kaggle.com/api/v1.");

    [Fact]
    public async Task A_token_with_more_than_the_token_is_an_error()
    {
        await using var server = await KaggleServer.StartAsync([]);
        token["KAGGLE_API_TOKEN"] = "token: KGAT_0123";

        Fails(Get(server), "Found a Kaggle token with spaces, line breaks or letters that no token has. "
            + "Generate a token on kaggle.com under Settings, API, and save it alone.");
        Assert.Empty(server.Tokens);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"username\":null,\"key\":\"x\"}")]
    [InlineData("[]")]
    public async Task An_invalid_token_file_is_an_error(string content)
    {
        await using var server = await KaggleServer.StartAsync([]);
        File.WriteAllText(home["kaggle.json"], content);
        token.Clear();
        token["KAGGLE_CONFIG_DIR"] = home.Path;

        Fails(Get(server), $"{home["kaggle.json"]}: found no token, expected {{\"username\":…,\"key\":…}}. "
            + $"Generate a token on kaggle.com under Settings, API, and save it as {home["access_token"]}.");
    }

    // The published row counts, all black.
    private static IEnumerable<(int Label, Usage Usage)> Published()
    {
        int[] training = [3995, 436, 4097, 7215, 4830, 3171, 4965];
        return training.SelectMany((count, label) => Enumerable.Repeat((label, Usage.Training), count))
            .Concat(Enumerable.Repeat((0, Usage.PublicTest), 3589))
            .Concat(Enumerable.Repeat((0, Usage.PrivateTest), 3589));
    }

    private static void Fails(Scripts.Result result, string sentence) =>
        Assert.Equal((1, sentence), (result.ExitCode, result.Errors));

    private Scripts.Result Get(KaggleServer server, params string[] arguments) =>
        scripts.Run("get-fer2013", home.Path, token, ["--api", server.Api, .. arguments]);
}

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace EmoMusic.TestKit;

/// <summary>A song on the server; its title is its id.</summary>
public sealed record ServedSong(string Title, string? Genre, double? Bpm = null, string[]? Moods = null);

/// <summary>
/// A small music server that follows the published protocol, https://opensubsonic.netlify.app: JSON, tokens or an API
/// key, errors with status 200.
/// </summary>
public sealed class SubsonicServer : IAsyncDisposable
{
    public const string User = "tester";
    public const string Password = "sesame/&?öß";
    public const string ApiKey = "key-0815-of-tester";

    private const string CoverIds = "al-"; // covers have their own ids

    private readonly WebApplication app;

    private SubsonicServer(WebApplication app, byte[] sound, byte[] cover) =>
        (this.app, Sound, Cover) = (app, sound, cover);

    public string Address => app.Urls.First();

    /// <summary>Its songs.</summary>
    public List<ServedSong> Songs { get; } = [];

    /// <summary>The methods called so far, with "id" or "genre" and "offset".</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Replaces its responses.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Whether it lists every song for an empty search, as most servers do.</summary>
    public bool Searches { get; set; }

    /// <summary>Whether it takes the password only, in hex, and answers a token with this error; null if it takes tokens.</summary>
    public (int Code, string Message)? TokenError { get; set; }

    /// <summary>What a song's download is answered with, by id; null if the user may not download.</summary>
    public Func<string, IResult>? Download { get; set; }

    /// <summary>The audio of every song.</summary>
    public byte[] Sound { get; }

    /// <summary>The cover of every song, a PNG.</summary>
    public byte[] Cover { get; }

    /// <param name="sound">The audio of every song.</param>
    /// <param name="cover">The cover of every song.</param>
    /// <param name="certificate">For HTTPS; null for HTTP.</param>
    /// <param name="port">0 for any.</param>
    public static async Task<SubsonicServer> StartAsync(
        byte[] sound, byte[] cover, X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1; // others send what they like
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        var server = new SubsonicServer(builder.Build(), sound, cover);
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var method = context.Request.Path.Value!.Split('/')[^1];
        Calls.Enqueue(string.Join(' ', new string?[] { method, query["id"], query["genre"], query["offset"] }.Where(part => part?.Length > 0)));
        if (Instead is { } other)
        {
            await other(context);
            return;
        }

        var error = Refusal(query) ?? (TokenError is { } refused && !query.ContainsKey("p") ? new Error(refused.Code, refused.Message) : null);
        if (error is null && Media(method, query["id"].ToString()) is { } media)
        {
            await media.ExecuteAsync(context);
            return;
        }

        object? body = error is not null ? null : method switch
        {
            "ping" => new { status = "ok" },
            "getGenres" => new { status = "ok", genres = new { genre = Songs.Select(song => song.Genre).OfType<string>().Distinct().Select(value => new { value }) } },
            "getSongsByGenre" => new { status = "ok", songsByGenre = new { song = Page(query).Select(Json) } },
            "getRandomSongs" => new { status = "ok", randomSongs = new { song = Songs.Where(song => song.Genre is null).Take(int.Parse(query["size"]!)).Select(Json) } },
            "search3" when Searches => new { status = "ok", searchResult3 = new { song = Found(query).Select(Json) } },
            "getSong" when Find(query["id"]) is { } song => new { status = "ok", song = Json(song) },
            "star" or "unstar" or "scrobble" when Find(query["id"]) is not null => new { status = "ok" },
            _ => null,
        };
        body ??= new { status = "failed", error = error ?? new Error(70, "The requested data was not found.") };
        await context.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["subsonic-response"] = body });
    }

    private Error? Refusal(IQueryCollection query)
    {
        if (query["v"] != "1.16.1" || query["c"] != "EmoMusic" || query["f"] != "json" || (TokenError is null && query.ContainsKey("p")))
        {
            return new Error(10, "Required parameter is missing.");
        }

        if (query.ContainsKey("p"))
        {
            var hex = "enc:" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Password));
            return query["u"] == User && query["p"] == hex ? null : new Error(40, "Wrong username or password.");
        }

        if (query.ContainsKey("apiKey"))
        {
            return query.ContainsKey("u") ? new Error(43, "Multiple conflicting authentication mechanisms provided.")
                : query["apiKey"] == ApiKey ? null : new Error(44, "Invalid API key.");
        }

        var salt = query["s"].ToString();
#pragma warning disable CA5351 // The protocol requires MD5.
        var token = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Password + salt)));
#pragma warning restore CA5351
        return salt.Length >= 6 && query["u"] == User && query["t"] == token ? null : new Error(40, "Wrong username or password.");
    }

    private IEnumerable<ServedSong> Page(IQueryCollection query)
    {
        var count = int.Parse(query["count"]!);
        return Songs.Where(song => song.Genre == query["genre"]).Skip(int.Parse(query["offset"]!)).Take(Math.Min(500, count));
    }

    private IEnumerable<ServedSong> Found(IQueryCollection query) =>
        Songs.Skip(int.Parse(query["songOffset"]!)).Take(int.Parse(query["songCount"]!));

    private IResult? Media(string method, string id) => method switch
    {
        "download" when Find(id) is not null => Download?.Invoke(id),
        "stream" when Find(id) is not null => TypedResults.Bytes(Sound, "audio/mpeg", enableRangeProcessing: true),
        "getCoverArt" when id.StartsWith(CoverIds) && Find(id[CoverIds.Length..]) is not null => TypedResults.Bytes(Cover, "image/png"),
        _ => null,
    };

    private ServedSong? Find(string? id) => Songs.FirstOrDefault(song => song.Title == id);

    private static object Json(ServedSong song) => new
    {
        id = song.Title,
        title = song.Title,
        artist = $"artist of {song.Title}",
        genre = song.Genre,
        bpm = song.Bpm ?? 0,
        moods = song.Moods ?? [],
        duration = 200,
        coverArt = CoverIds + song.Title,
        contentType = "audio/mpeg",
        isDir = false,
    };

    private sealed record Error(int Code, string Message);
}

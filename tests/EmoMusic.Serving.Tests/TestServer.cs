using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmoMusic.Serving.Tests;

/// <summary>The program, listening on a port of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder memory;
    private readonly LogLines log;

    private TestServer(WebApplication app, TemporaryFolder memory, LogLines log)
    {
        this.app = app;
        this.memory = memory;
        this.log = log;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its address.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>What it wrote into its log.</summary>
    public IReadOnlyCollection<string> Log => log.All;

    /// <summary>Its database, a file of its own unless the command line says otherwise.</summary>
    public string DatabaseFile => memory["player.db"];

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts it with the command line's arguments, and waits until it is ready.</summary>
    public static async Task<TestServer> StartAsync(params string[] args)
    {
        var memory = new TemporaryFolder();
        var app = Program.Create(
            ["--urls", "http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning", "--Logging:Console:LogLevel:Default=None", // Log has it
                "--Player:Database", $"Data Source={memory["player.db"]}", .. args],
            Repository.At("serving"));
        var log = new LogLines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync();
        var service = new TestServer(app, memory, log);
        while (!(await service.Http.GetAsync("health/ready")).IsSuccessStatusCode)
        {
            await Task.Delay(20);
        }

        return service;
    }

    /// <summary>Posts a file as the body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] file, string type = "image/png") =>
        Http.PostAsync(path, new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } });

    /// <summary>Posts a file and reads the answer, which must be a success.</summary>
    public async Task<JsonElement> AskAsync(string path, byte[] file)
    {
        using var response = await PostAsync(path, file);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Starts a player for a library, and waits until all of it was read.</summary>
    public static async Task<TestServer> PlayingAsync(string library, params string[] args)
    {
        var service = await StartAsync(["--roles", "player", "--Player:Library", library, .. args]);
        await service.ScanAsync();
        return service;
    }

    /// <summary>Has it look through its library, and waits until that is over.</summary>
    public Task<JsonElement> ScanAsync() => Http.ScanAsync();

    /// <summary>The tracks of a playlist, in the order of their titles: the drawn one is another each time.</summary>
    public Task<List<JsonElement>> TracksAsync(string mood) => Http.TracksAsync(mood);

    /// <summary>A listener of it, with cookies of their own.</summary>
    public HttpClient NewListener() => new() { BaseAddress = Address };

    /// <summary>Gets an answer, which must be a success.</summary>
    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(); // what is under way may end first
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools(); // else its file stays open
        memory.Dispose();
    }
}

/// <summary>What is asked of a player often.</summary>
public static class PlayerRequests
{
    /// <summary>Has it look through its library, and waits for the last event, which it gives.</summary>
    public static async Task<JsonElement> ScanAsync(this HttpClient http)
    {
        using var response = await http.PostAsync("api/library/scan", null);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = await response.Content.ReadAsStringAsync();
        return JsonDocument.Parse(events.Trim().Split("data: ")[^1]).RootElement;
    }

    /// <summary>The tracks of a playlist, in the order of their titles.</summary>
    public static async Task<List<JsonElement>> TracksAsync(this HttpClient http, string mood)
    {
        var playlist = await http.GetFromJsonAsync<JsonElement>($"api/playlists/{mood}");
        return [.. playlist.GetProperty("tracks").EnumerateArray()
            .OrderBy(track => track.GetProperty("title").GetString(), StringComparer.Ordinal)];
    }

    /// <summary>A property's text.</summary>
    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();
}

/// <summary>An error's answer.</summary>
public static class ProblemAnswers
{
    /// <summary>Checks the status, and gives the sentence.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()!;
    }
}

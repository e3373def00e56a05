using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Player.Analysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmoMusic.Serving.Tests;

/// <summary>The server in this process, on a free port.</summary>
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

    /// <summary>A client for it.</summary>
    public HttpClient Http { get; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Its base address.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>Its log lines.</summary>
    public IReadOnlyCollection<string> Log => log.All;

    /// <summary>Its SQLite file, unless the command line sets another database.</summary>
    public string DatabaseFile => memory["player.db"];

    /// <summary>Its service provider.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts it with command line arguments, and waits until it is ready.</summary>
    public static async Task<TestServer> StartAsync(params string[] args)
    {
        var service = await ListenAsync(args);
        while (!await service.IsReadyAsync())
        {
            await Task.Delay(20);
        }

        return service;
    }

    /// <summary>Starts it with command line arguments, and waits until it listens.</summary>
    public static async Task<TestServer> ListenAsync(params string[] args)
    {
        var memory = new TemporaryFolder();
        var app = Program.Create(
            ["--urls", "http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning", "--Logging:Console:LogLevel:Default=None", // collected by Log
                "--Player:Database", $"Data Source={memory["player.db"]}",
                "--Player:Analyse", "false", .. args], // most tests need no sound
            Repository.At("serving"));
        var log = new LogLines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        if (app.Services.GetService<WorkerProcess>() is { } worker)
        {
            worker.Priority = ProcessPriorityClass.Normal; // other suites would leave it nothing, and tests wait for it
        }

        await app.StartAsync();
        return new TestServer(app, memory, log);
    }

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var answer = await Http.GetAsync("health/ready");
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Posts a file as the request body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] file, string type = "image/png") =>
        Http.PostAsync(path, new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } });

    /// <summary>Posts a file and returns the response, which must be a success.</summary>
    public async Task<JsonElement> AskAsync(string path, byte[] file)
    {
        using var response = await PostAsync(path, file);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Starts a player for a library, and waits until it is scanned.</summary>
    public static async Task<TestServer> PlayingAsync(string library, params string[] args)
    {
        var service = await StartAsync(["--roles", "player", "--Player:Library", library, .. args]);
        await service.ScanAsync();
        return service;
    }

    /// <summary>Waits until so many tracks have been listened to.</summary>
    public Task AnalysedAsync(int tracks) => Eventually.TrueAsync(
        async () => (await GetAsync("api/library")).GetProperty("analysis").GetProperty("analysed").GetInt32() == tracks,
        TimeSpan.FromSeconds(120));

    /// <summary>Scans its library, and waits until it is finished.</summary>
    public Task<JsonElement> ScanAsync() => Http.ScanAsync();

    /// <summary>The tracks of a playlist, ordered by title, because their own order is random.</summary>
    public Task<List<JsonElement>> TracksAsync(string mood) => Http.TracksAsync(mood);

    /// <summary>A client with its own cookies.</summary>
    public HttpClient NewListener() => new() { BaseAddress = Address };

    /// <summary>The same after a choice, for which it got its cookie.</summary>
    public async Task<HttpClient> NewListenerWithCookieAsync()
    {
        var listener = NewListener();
        using var answer = await listener.PutAsJsonAsync("api/listener/history", new { keep = false });
        answer.EnsureSuccessStatusCode();
        return listener;
    }

    /// <summary>Gets a response, which must be a success.</summary>
    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Stops it as SIGTERM does.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(); // lets running requests finish
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools(); // closes the file
        memory.Dispose();
    }
}

/// <summary>Frequent requests to a player.</summary>
public static class PlayerRequests
{
    /// <summary>Scans its library, and returns the last event.</summary>
    public static async Task<JsonElement> ScanAsync(this HttpClient http)
    {
        using var response = await http.PostAsync("api/library/scan", null);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = await response.Content.ReadAsStringAsync();
        return JsonDocument.Parse(events.Trim().Split("data: ")[^1]).RootElement;
    }

    /// <summary>The tracks of a playlist, ordered by title.</summary>
    public static async Task<List<JsonElement>> TracksAsync(this HttpClient http, string mood)
    {
        var playlist = await http.GetFromJsonAsync<JsonElement>($"api/playlists/{mood}");
        return [.. playlist.GetProperty("tracks").EnumerateArray()
            .OrderBy(track => track.GetProperty("title").GetString(), StringComparer.Ordinal)];
    }

    /// <summary>The string value of a property.</summary>
    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();
}

/// <summary>Problem details.</summary>
public static class ProblemAnswers
{
    /// <summary>Checks the status, and returns the detail.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()!;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace EmoMusic.Serving.Tests;

/// <summary>The program, listening on a port of its own.</summary>
public sealed class Service : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder memory;

    private Service(WebApplication app, TemporaryFolder memory)
    {
        this.app = app;
        this.memory = memory;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its address.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts it with the command line's arguments, and waits until it is ready.</summary>
    public static async Task<Service> StartAsync(params string[] args)
    {
        var memory = new TemporaryFolder();
        var app = Program.Create(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning",
                "--Player:Database", $"Data Source={memory["player.db"]}", .. args],
            Repository.At("serving"));
        await app.StartAsync();
        var service = new Service(app, memory);
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

using System.Globalization;
using System.Text.Json.Nodes;

namespace EmoMusic.Browser.Tests;

/// <summary>A tab of Firefox, addressed by CSS selectors, pressed with a mouse and a keyboard.</summary>
internal sealed class FirefoxPage : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly List<string> complaints = [];
    private readonly BidiSession session;
    private readonly string visitor;
    private readonly string tab;

    private FirefoxPage(BidiSession session, string visitor, string tab)
    {
        (this.session, this.visitor, this.tab) = (session, visitor, tab);
        session.Happened += Note;
    }

    /// <summary>Opens a tab of a new visitor at an address and waits until it is loaded.</summary>
    public static async Task<FirefoxPage> OpenAsync(BidiSession session, Uri address, int width, int height)
    {
        await session.SendAsync("session.subscribe", new() { ["events"] = new JsonArray("log.entryAdded") });
        var visitor = (string)(await session.SendAsync("browser.createUserContext", []))["userContext"]!;
        var opened = await session.SendAsync("browsingContext.create", new() { ["type"] = "tab", ["userContext"] = visitor });
        var page = new FirefoxPage(session, visitor, (string)opened["context"]!);
        await page.SendAsync("browsingContext.setViewport", new()
        {
            ["viewport"] = new JsonObject { ["width"] = width, ["height"] = height },
        });
        await page.SendAsync("browsingContext.navigate", new() { ["url"] = address.ToString(), ["wait"] = "complete" });
        return page;
    }

    public Task ReloadAsync() => SendAsync("browsingContext.reload", new() { ["wait"] = "complete" });

    /// <summary>The value of an expression; promises are awaited.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await session.SendAsync("script.evaluate", new()
        {
            ["expression"] = expression,
            ["target"] = new JsonObject { ["context"] = tab },
            ["awaitPromise"] = true,
            ["userActivation"] = false,
        });
        Assert.True((string)answer["type"]! == "success", answer["exceptionDetails"]?["text"]?.ToString());
        return answer["result"]!["value"]!.GetValue<T>();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task HoldsAsync(string expression)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await EvaluateAsync<bool>(expression))
        {
            Assert.False(timeout.IsCancellationRequested, $"did not come true in {Timeout.TotalSeconds} s: {expression}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until an element has this text.</summary>
    public async Task SaysAsync(string selector, string text)
    {
        var found = $"document.querySelector({Quoted(selector)})?.textContent.trim()";
        try
        {
            await HoldsAsync($"{found} === {Quoted(text)}");
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Equal(text, await EvaluateAsync<string>($"String({found})"));
        }
    }

    /// <summary>Waits until playback has advanced by 0.2 s.</summary>
    public async Task HearsMusicAsync()
    {
        const string Seconds = "document.querySelector('audio').currentTime";
        var before = (await EvaluateAsync<double>(Seconds)).ToString(CultureInfo.InvariantCulture);
        await HoldsAsync($"!document.querySelector('audio').paused && Math.abs({Seconds} - {before}) > 0.2");
    }

    /// <summary>Scrolls to an element if need be, and presses its middle with the mouse.</summary>
    public async Task ClickAsync(string selector)
    {
        await EvaluateAsync<string>(
            $"document.querySelector({Quoted(selector)}).scrollIntoView({{ block: 'nearest', inline: 'nearest', behavior: 'instant' }}), ''");
        var origin = new JsonObject { ["type"] = "element", ["element"] = await FindAsync(selector) };
        await ActAsync(
            "pointer",
            new() { ["type"] = "pointerMove", ["x"] = 0, ["y"] = 0, ["origin"] = origin },
            new() { ["type"] = "pointerDown", ["button"] = 0 },
            new() { ["type"] = "pointerUp", ["button"] = 0 });
    }

    /// <summary>Presses a key.</summary>
    public Task PressAsync(char key) => ActAsync(
        "key",
        new() { ["type"] = "keyDown", ["value"] = key.ToString() },
        new() { ["type"] = "keyUp", ["value"] = key.ToString() });

    /// <summary>Chooses a file in a file input.</summary>
    public async Task ChooseFileAsync(string selector, string path) => await SendAsync("input.setFiles", new()
    {
        ["element"] = await FindAsync(selector),
        ["files"] = new JsonArray(path),
    });

    /// <summary>Chooses an option of a select.</summary>
    public Task SelectAsync(string selector, string value) => EvaluateAsync<bool>($$"""
        (select => {
          select.value = {{Quoted(value)}};
          return select.dispatchEvent(new Event('input', { bubbles: true })) && select.dispatchEvent(new Event('change', { bubbles: true }));
        })(document.querySelector({{Quoted(selector)}}))
        """);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        session.Happened -= Note;
        await session.SendAsync("browser.removeUserContext", new() { ["userContext"] = visitor });
        Assert.Empty(complaints);
    }

    // Errors and warnings of the console, and exceptions that nothing caught.
    private void Note(string name, JsonNode entry)
    {
        if (name == "log.entryAdded" && (string)entry["level"]! is "error" or "warn")
        {
            complaints.Add((string)entry["text"]!);
        }
    }

    public async Task<byte[]> ScreenshotAsync() => Convert.FromBase64String(
        (string)(await SendAsync("browsingContext.captureScreenshot", []))["data"]!);

    private Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        parameters["context"] = tab;
        return session.SendAsync(method, parameters);
    }

    private Task<JsonNode> ActAsync(string device, params JsonObject[] actions) => SendAsync("input.performActions", new()
    {
        ["actions"] = new JsonArray(new JsonObject { ["type"] = device, ["id"] = device, ["actions"] = new JsonArray(actions) }),
    });

    private async Task<JsonObject> FindAsync(string selector)
    {
        var locator = new JsonObject { ["type"] = "css", ["value"] = selector };
        var found = await SendAsync("browsingContext.locateNodes", new() { ["locator"] = locator, ["maxNodeCount"] = 1 });
        var node = Assert.Single(found["nodes"]!.AsArray());
        return new() { ["sharedId"] = (string)node!["sharedId"]! };
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}

namespace EmoMusic.Browser.Tests;

/// <summary>The server's answer, in which each face is too dark to be read.</summary>
internal static class TooDark
{
    /// <summary>What the page says.</summary>
    public const string Message = "I can see a face, but it's too dark to read. Turn on a light, or face a window.";

    private const string Good = """
        "quality":{"readable":true,"problems":[]}
        """;

    private const string Bad = """
        "quality":{"readable":false,"problems":[{"code":"too-dark","advice":"The face is too dark."}]}
        """;

    /// <summary>Answers a request so.</summary>
    public static async Task AnswerAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var text = await answer.TextAsync();
        Assert.Contains(Good, text);
        await route.FulfillAsync(new() { Response = answer, Body = text.Replace(Good, Bad) });
    }
}

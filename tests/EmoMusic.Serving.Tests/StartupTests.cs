namespace EmoMusic.Serving.Tests;

/// <summary>Startup errors are reported in one sentence, with exit code 1.</summary>
public sealed class StartupTests
{
    private const string NoPlayer =
        "Player:BaseUrl is not set: expected the URL of the player service, such as http://player:7000. "
        + "Set it, or run both roles in one process.";

    private const string NoUrl = "--urls: found 'nonsense', expected URLs such as http://localhost:8080, separated by semicolons.";

    [Theory]
    [InlineData("--roles: found 'nonsense', expected detector, player, or detector,player.", "--roles", "nonsense")]
    [InlineData("--roles: found 'player,dj', expected detector, player, or detector,player.", "--roles", "player,dj")]
    [InlineData("--roles: found '', expected detector, player, or detector,player.", "--roles", "")]
    [InlineData(NoPlayer, "--roles", "detector")]
    [InlineData(NoPlayer, "--roles", "detector", "--Player:BaseUrl", "player")]
    [InlineData(NoPlayer, "--roles", "detector", "--Player:BaseUrl", "ftp://player")]
    [InlineData(
        "Detector:BaseUrl is no URL: expected the URL of the detector service, such as http://detector:7001.",
        "--roles", "player", "--Detector:BaseUrl", "detector")]
    [InlineData(
        "Player:Subsonic:Url: found 'music.example:4533', expected the URL of a Subsonic server with http:// or https://, such as "
        + "https://music.example.", "--roles", "player", "--Player:Subsonic:Url", "music.example:4533")]
    [InlineData(
        "Failed to convert configuration value 'soon' at 'Player:FolderCheckSeconds' to type 'System.Int32'.",
        "--roles", "player", "--Player:FolderCheckSeconds", "soon")]
    [InlineData(
        "Player:Libary: no such option, expected one of Library, Moods, LibraryName, Analyse, FolderCheckSeconds, Database, BaseUrl, Subsonic.",
        "--Player:Libary", "/music")]
    [InlineData(
        "--url: no such option, expected one of roles, urls, PORT, AllowedHosts, ShutdownDrainSeconds, ShutdownTimeoutSeconds, environment.",
        "--url", "http://localhost:8080")]
    [InlineData("--roles: found no value, expected --roles VALUE.", "--roles")]
    [InlineData(
        "Found 'player', expected options such as --urls http://localhost:8080, or analyse FILE…, hash-password or health.",
        "--roles", "detector", "player")]
    [InlineData(
        "AllowedHosts: found 'music.example:8080', expected a name without scheme and port, such as music.example, or *.",
        "--AllowedHosts", "music.example:8080")]
    [InlineData("ShutdownTimeoutSeconds: found '-1', expected a number of seconds from 0 to 3600.", "--ShutdownTimeoutSeconds", "-1")]
    [InlineData(
        "Logging:LogLevel:Default: found 'Loud', expected one of Trace, Debug, Information, Warning, Error, Critical, None.",
        "--Logging:LogLevel:Default", "Loud")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT: found 'collector', expected a URL such as http://localhost:4317.",
        "--OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData(NoUrl, "--urls", "nonsense")]
    [InlineData("--urls: found 'http://127.0.0.1:99999', expected URLs such as http://localhost:8080, separated by semicolons.",
        "--roles", "player", "--urls", "http://127.0.0.1:0;http://127.0.0.1:99999")]
    public async Task Invalid_options_are_reported_on_stderr(string sentence, params string[] args)
    {
        var (exitCode, error) = await ServerProcess.RunAsync(["--urls", "http://127.0.0.1:0", .. args]);

        Assert.Equal((1, sentence), (exitCode, error));
    }

    [Fact]
    public async Task A_missing_model_is_reported_and_waited_for()
    {
        var line = await ServerProcess.LineAsync("No face is read", "--Detector:Model", "/nowhere.onnx");

        Assert.Equal(
            "/nowhere.onnx: file not found, expected an ONNX model. Promote a run, or set Detector:Model to another file. "
            + "No face is read until there is one; the music plays meanwhile.", line);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("80 80")]
    [InlineData("")]
    public async Task An_invalid_port_is_reported(string port)
    {
        var (exitCode, error) = await ServerProcess.RunAsync(
            [], new Dictionary<string, string?> { ["PORT"] = port, ["ASPNETCORE_URLS"] = null });

        Assert.Equal((1, $"PORT: found '{port}', expected a number from 0 to 65535."), (exitCode, error));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("ftp://localhost:8080")]
    [InlineData("http://localhost:65536")]
    [InlineData("http://localhost:8080/music")]
    public async Task An_invalid_URL_is_reported(string url)
    {
        var (exitCode, error) = await ServerProcess.RunAsync(["--urls", url]);

        Assert.Equal((1, $"--urls: found '{url}', expected URLs such as http://localhost:8080, separated by semicolons."), (exitCode, error));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_reported()
    {
        var (exitCode, error) = await ServerProcess.RunAsync(["--roles", "player", "--urls", "http://192.0.2.1:8080"]);

        Assert.Equal((1, "Cannot listen on http://192.0.2.1:8080: Cannot assign requested address. Pass other addresses with --urls."),
            (exitCode, error));
    }

    [Theory]
    [InlineData("analize", "song.mp3")]
    [InlineData("-v")]
    public async Task A_word_that_is_no_command_starts_no_server(params string[] args)
    {
        var (exitCode, error) = await ServerProcess.RunAsync(args);

        Assert.Equal((1, $"Found '{args[0]}', expected options such as --urls http://localhost:8080, or analyse FILE…, hash-password or "
            + "health."), (exitCode, error));
    }

    [Fact]
    public async Task An_address_in_use_is_reported()
    {
        await using var first = await TestServer.StartAsync("--roles", "player");

        var (exitCode, error) = await ServerProcess.RunAsync(
            ["--roles", "player", "--urls", first.Address.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Failed to bind to address {first.Address.GetLeftPart(UriPartial.Authority)}: address already in use.", error);
    }

    [Fact]
    public async Task The_health_command_asks_the_server_on_its_port()
    {
        await using var service = await TestServer.StartAsync("--roles", "player");

        var (ready, _) = await ServerProcess.RunAsync(
            ["health"], new Dictionary<string, string?> { ["PORT"] = $"{service.Address.Port}" });
        var (unready, error) = await ServerProcess.RunAsync(["health"], new Dictionary<string, string?> { ["PORT"] = "1" });

        Assert.Equal((0, 1), (ready, unready));
        Assert.StartsWith("http://localhost:1/health/ready: Connection refused", error);
    }
}

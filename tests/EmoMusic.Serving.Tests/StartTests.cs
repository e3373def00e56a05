namespace EmoMusic.Serving.Tests;

/// <summary>What cannot start says why in one sentence, and ends with 1.</summary>
public sealed class StartTests
{
    private const string NoPlayer =
        "Found no Player:BaseUrl, expected the address of the player service, such as http://player:7000. "
        + "Set it, or run both roles in one process.";

    [Theory]
    [InlineData("--roles: found 'nonsense', expected detector, player, or detector,player.", "--roles", "nonsense")]
    [InlineData("--roles: found 'player,dj', expected detector, player, or detector,player.", "--roles", "player,dj")]
    [InlineData("--roles: found '', expected detector, player, or detector,player.", "--roles", "")]
    [InlineData(NoPlayer, "--roles", "detector")]
    [InlineData(NoPlayer, "--roles", "detector", "--Player:BaseUrl", "player")]
    [InlineData(NoPlayer, "--roles", "detector", "--Player:BaseUrl", "ftp://player")]
    [InlineData(
        "/nowhere.onnx: found no such file, expected an ONNX model. Promote a run's model, or name another file by "
        + "Detector:Model.", "--Detector:Model", "/nowhere.onnx")]
    public async Task A_wrong_option_is_told_on_the_error_stream(string sentence, params string[] args)
    {
        var (exitCode, error) = await StartedProgram.RunAsync(["--urls", "http://127.0.0.1:0", .. args]);

        Assert.Equal((1, sentence), (exitCode, error));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("80 80")]
    [InlineData("")]
    public async Task A_port_that_is_none_is_told(string port)
    {
        var (exitCode, error) = await StartedProgram.RunAsync(
            [], new Dictionary<string, string?> { ["PORT"] = port, ["ASPNETCORE_URLS"] = null });

        Assert.Equal((1, $"PORT: found '{port}', expected a number from 0 to 65535."), (exitCode, error));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        await using var first = await Service.StartAsync("--roles", "player");

        var (exitCode, error) = await StartedProgram.RunAsync(
            ["--roles", "player", "--urls", first.Address.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Failed to bind to address {first.Address.GetLeftPart(UriPartial.Authority)}: address already in use.", error);
    }
}

using System.Text;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>No path of any kind from a request reaches the file system.</summary>
public sealed class TrackIdTests(PlayerWithSecrets one) : IClassFixture<PlayerWithSecrets>
{
    private readonly TestServer service = one.Server;

    public static TheoryData<string> Paths => new(
        "happy/a.wav", "happy%2fa.wav", "a.wav", "secret.wav", "../secret.wav", "..%2fsecret.wav", "%2e%2e%2fsecret.wav",
        "..%2f..%2fsecret.wav", "..%5csecret.wav", "..\\secret.wav", "....//secret.wav", "%252e%252e%252fsecret.wav",
        "..%c0%afsecret.wav", "../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%2fetc%2fpasswd", "/etc/passwd",
        "file:%2f%2f%2fetc%2fpasswd", "a%00b", "secret.wav%00", "%00", "%0d%0aX-Injected:%20yes", "~", ".", "..", "*",
        "%", "%zz", "%ff%fe", "happy", "0", "-1", "null", "' OR 1=1", "{id}", "%f0%9f%8e%b5", new string('a', 5000),
        new string('/', 3000), string.Concat(Enumerable.Repeat("..%2f", 1000)), new string('a', 20_000));

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_path_is_not_accepted_as_an_id(string id)
    {
        var answer = await RawHttp.GetAsync(service.Address, $"/api/tracks/{id}/stream");

        Assert.Contains(RawHttp.StatusOf(answer), new[] { 400, 404, 414 });
        Assert.DoesNotContain(PlayerWithSecrets.Secret, answer);
        Assert.DoesNotContain("root:", answer);
        Assert.DoesNotContain("RIFF", answer);
        Assert.DoesNotContain("X-Injected", answer.Split("\r\n\r\n")[0]);
    }

    [Fact]
    public async Task Ids_do_not_reveal_paths()
    {
        var answer = await service.Http.GetStringAsync("api/playlists/happy");

        Assert.DoesNotContain(one.Folder, answer);
        Assert.DoesNotContain(".wav", answer);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("happy/a.wav"))[..12], answer);
    }

    [Theory]
    [InlineData("upper case")]
    [InlineData("cut")]
    [InlineData("longer")]
    public async Task Ids_are_matched_exactly(string change)
    {
        var id = (await service.GetAsync("api/playlists/happy")).GetProperty("tracks")[0].GetProperty("id").GetString()!;
        var other = change switch { "cut" => id[..31], "longer" => id + "0", _ => id.ToUpperInvariant() };
        Assert.SkipWhen(other == id, "this id has no letters");

        Assert.Equal(404, RawHttp.StatusOf(await RawHttp.GetAsync(service.Address, $"/api/tracks/{other}/stream")));
    }
}

/// <summary>A player with files in and around its library that are no music, started once.</summary>
public sealed class PlayerWithSecrets : IAsyncLifetime
{
    public const string Secret = "this was for nobody's eyes";

    private readonly TemporaryFolder folder = new();

    public TestServer Server { get; private set; } = null!;

    public string Folder => folder.Path;

    public async ValueTask InitializeAsync()
    {
        Some.Tracks(folder, "music/happy/a.wav");
        File.WriteAllText(folder["secret.wav"], Secret);
        File.WriteAllText(folder["music/secret.wav"], Secret);
        File.WriteAllText(folder["music/happy/secret.txt"], Secret);
        Server = await TestServer.PlayingAsync(folder["music"]);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Dispose();
    }
}

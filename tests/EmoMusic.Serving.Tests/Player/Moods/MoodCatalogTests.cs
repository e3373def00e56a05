using System.Text.Json.Nodes;

namespace EmoMusic.Serving.Tests.Player.Moods;

/// <summary>A moods' file that cannot be used ends the program with a sentence, before it answers anybody.</summary>
public sealed class MoodCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Moods => folder["moods.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_reported_by_name() => AssertRefused(
        $"{Moods}: cannot be read as a moods file. Could not find file '{Moods}'. "
        + "Fix it, or set Player:Moods to another file.");

    [Fact]
    public void Invalid_json_is_reported_with_its_position()
    {
        File.WriteAllText(Moods, "{\n  \"moods\": {\n    \"angry\": nonsense");

        AssertRefused(
            $"{Moods}: cannot be read as a moods file. 'nonsense' is an invalid JSON literal. Expected the literal 'null'. "
            + "Path: $.moods.angry | LineNumber: 2 | BytePositionInLine: 14. "
            + "Fix it, or set Player:Moods to another file.");
    }

    [Fact]
    public void Missing_emotions_are_reported_by_name()
    {
        Write(moods =>
        {
            moods.Remove("fear");
            moods.Remove("sad");
        });

        AssertRefused(
            $"{Moods}: found no fear, sad, expected title, quote, author and genre for each of the seven emotions.");
    }

    [Fact]
    public void A_null_emotion_is_reported_as_missing()
    {
        Write(moods => moods["happy"] = null);

        AssertRefused(
            $"{Moods}: found no happy, expected title, quote, author and genre for each of the seven emotions.");
    }

    [Theory]
    [InlineData("title")]
    [InlineData("quote")]
    [InlineData("author")]
    [InlineData("genre")]
    public void A_missing_field_is_reported_by_name(string field)
    {
        Write(moods => ((JsonObject)moods["sad"]!).Remove(field));

        AssertRefused($"'{field}'");
    }

    [Fact]
    public void An_unknown_emotion_is_rejected()
    {
        Write(moods => moods["joy"] = moods["happy"]!.DeepClone());

        AssertRefused("$.moods.joy");
    }

    [Fact]
    public async Task The_program_reports_the_error_and_exits_with_1()
    {
        Write(moods => moods.Remove("fear"));

        var (exitCode, error) = await ServerProcess.RunAsync(["--Player:Moods", Moods, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(
            $"{Moods}: found no fear, expected title, quote, author and genre for each of the seven emotions.", error);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_custom_moods_file_with_comments_is_served()
    {
        Write(moods => moods["happy"]!["title"] = "Hooray");
        File.WriteAllText(Moods, "// ours\n" + File.ReadAllText(Moods));

        await using var service = await TestServer.StartAsync("--roles", "player", "--Player:Moods", Moods);

        Assert.Equal("Hooray", (await service.GetAsync("api/playlists/happy")).GetProperty("title").GetString());
    }

    private void Write(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Repository.At("serving/Player/Moods/moods.json")))!.AsObject();
        change(file["moods"]!.AsObject());
        File.WriteAllText(Moods, file.ToJsonString());
    }

    private void AssertRefused(string sentence)
    {
        var error = Assert.Throws<StartupException>(() => Program.Create(
            ["--roles", "player", "--Player:Moods", Moods], Repository.At("serving")));
        Assert.StartsWith(Moods, error.Message);
        Assert.Contains(sentence, error.Message);
    }
}

using System.Text.Json.Nodes;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>A moods' file that cannot be used ends the program with a sentence, before it answers anybody.</summary>
public sealed class MoodsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Moods => folder["moods.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_named() => AssertRefused(
        $"{Moods}: cannot be read as the moods' file. Could not find file '{Moods}'. "
        + "Mend it, or name another one by Player:Moods.");

    [Fact]
    public void Broken_json_is_told_by_its_place()
    {
        File.WriteAllText(Moods, "{\n  \"moods\": {\n    \"angry\": nonsense");

        AssertRefused(
            $"{Moods}: cannot be read as the moods' file. 'nonsense' is an invalid JSON literal. Expected the literal 'null'. "
            + "Path: $.moods.angry | LineNumber: 2 | BytePositionInLine: 14. "
            + "Mend it, or name another one by Player:Moods.");
    }

    [Fact]
    public void Missing_emotions_are_named()
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
    public void An_emotion_that_is_null_is_a_missing_one()
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
    public void A_missing_field_is_named(string field)
    {
        Write(moods => ((JsonObject)moods["sad"]!).Remove(field));

        AssertRefused($"'{field}'");
    }

    [Fact]
    public void An_emotion_that_nobody_has_is_refused()
    {
        Write(moods => moods["joy"] = moods["happy"]!.DeepClone());

        AssertRefused("$.moods.joy");
    }

    [Fact]
    public async Task The_program_says_so_and_ends_with_1()
    {
        Write(moods => moods.Remove("fear"));

        var (exitCode, error) = await StartedProgram.RunAsync(["--Player:Moods", Moods, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(
            $"{Moods}: found no fear, expected title, quote, author and genre for each of the seven emotions.", error);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Words_of_ones_own_are_served_comments_and_all()
    {
        Write(moods => moods["happy"]!["title"] = "Hooray");
        File.WriteAllText(Moods, "// ours\n" + File.ReadAllText(Moods));

        await using var service = await Service.StartAsync("--roles", "player", "--Player:Moods", Moods);

        Assert.Equal("Hooray", (await service.GetAsync("api/playlists/happy")).GetProperty("title").GetString());
    }

    private void Write(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Repository.At("serving/Player/moods.json")))!.AsObject();
        change(file["moods"]!.AsObject());
        File.WriteAllText(Moods, file.ToJsonString());
    }

    private void AssertRefused(string sentence)
    {
        var error = Assert.Throws<StartException>(() => Program.Create(
            ["--roles", "player", "--Player:Moods", Moods], Repository.At("serving")));
        Assert.StartsWith(Moods, error.Message);
        Assert.Contains(sentence, error.Message);
    }
}

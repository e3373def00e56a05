using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Tests.Player.Moods;

public sealed class MoodNamesTests : IDisposable
{
    private readonly TemporaryFolder music = new();

    public void Dispose() => music.Dispose();

    [Theory]
    [InlineData("sad", Emotion.Sad)]
    [InlineData("SAD", Emotion.Sad)]
    [InlineData("Sad songs", Emotion.Sad)]
    [InlineData("sad_music", Emotion.Sad)]
    [InlineData("my happy mix", Emotion.Happy)]
    [InlineData("traurig", Emotion.Sad)]
    [InlineData("Traurige Lieder", Emotion.Sad)]
    [InlineData("Canciones tristes", Emotion.Sad)]
    [InlineData("Musique joyeuse", Emotion.Happy)]
    [InlineData("En colère", Emotion.Angry)]
    [InlineData("Música alegre", Emotion.Happy)]
    [InlineData("Hüzünlü şarkılar", Emotion.Sad)]
    [InlineData("Paura", Emotion.Fear)]
    [InlineData("Überraschung", Emotion.Surprise)]
    [InlineData("грустные песни", Emotion.Sad)]
    [InlineData("neutral", Emotion.Neutral)]
    [InlineData("disgust", Emotion.Disgust)]
    public void A_mood_and_what_is_plainly_derived_from_it_are_known(string name, Emotion mood) => Assert.Equal(mood, MoodNames.Parse(name));

    [Theory]
    [InlineData("Sad Wings of Destiny")]
    [InlineData("The Sad and the Happy")]
    [InlineData("Surprise (Deluxe)")]
    [InlineData("Fear of the Dark")]
    [InlineData("Saddle songs")]
    [InlineData("Music")]
    [InlineData("My Mix")]
    [InlineData("")]
    [InlineData("01")]
    public void Other_names_mean_nothing(string name) => Assert.Null(MoodNames.Parse(name));

    [Fact]
    public void Folders_of_artists_and_albums_are_none_of_a_mood()
    {
        var folders = new NamedFolders(
        [
            new("Paul Simon/Surprise/1.mp3", "Paul Simon", "Surprise"),
            new("Paul Simon/Surprise/2.mp3", "Paul Simon", "Surprise"),
            new("Paul Simon/Surprise/untagged.mp3", null, null),
            new("Fear/The Record/1.mp3", "FEAR", "The Record"),
            new("angry/Fear/2.mp3", "Fear", "More Beer"),
            new("happy/Pharrell Williams - Happy.mp3", "Pharrell Williams", "Happy"),
            new("happy/1.mp3", "Someone", "Something"),
            new("happy/2.mp3", "Someone Else", "Something"),
            new("fear/1.mp3", null, null),
        ]);

        Assert.Null(folders.MoodOf("Paul Simon/Surprise/untagged.mp3"));
        Assert.Null(folders.MoodOf("Fear/The Record/1.mp3"));
        Assert.Equal(Emotion.Angry, folders.MoodOf("angry/Fear/2.mp3"));
        Assert.Equal(Emotion.Happy, folders.MoodOf("happy/Pharrell Williams - Happy.mp3"));
        Assert.Equal(Emotion.Fear, folders.MoodOf("fear/1.mp3"));
        Assert.Null(folders.MoodOf("1.mp3"));
    }

    [Fact]
    public async Task A_scan_tells_them_apart_by_tags_and_again_when_these_change()
    {
        Song("Paul Simon/Surprise/1.mp3", "Everything", "Surprise");
        Song("Paul Simon/Surprise/2.mp3", "Outrageous", "Surprise");
        Song("Sad songs/3.mp3", "Third", "Something");
        Song("mixed/4.mp3", "Fourth", "Fear");
        Song("mixed/5.mp3", "Fifth", "Something");
        File.WriteAllText(music["Fear.m3u"], "mixed/4.mp3\n");
        File.WriteAllText(music["Happy songs.m3u"], "mixed/5.mp3\n");
        await using var service = await TestServer.PlayingAsync(music.Path);

        Assert.True((await service.GetAsync("api/library")).Text("trouble") is null, string.Join('\n', service.Log));
        Assert.Equal(
            "Everything: no mood found, Fifth: on a playlist called happy, Fourth: no mood found, Outrageous: no mood found, "
            + "Third: in a folder called sad", await WhyAsync());

        Song("Paul Simon/Surprise/1.mp3", "Everything", "no album of that name");
        Song("Paul Simon/Surprise/2.mp3", "Outrageous", "no album of that name");
        await service.ScanAsync();

        Assert.Contains("Everything: in a folder called surprise", await WhyAsync());

        async Task<string> WhyAsync() => string.Join(", ", (await service.GetAsync("api/library/tracks")).EnumerateArray()
            .Select(track => $"{track.Text("title")}: {track.Text("why")}").Order(StringComparer.Ordinal));
    }

    private void Song(string path, string title, string album) =>
        Some.File(music, path, Some.Mp3(("TIT2", title), ("TPE1", "Someone"), ("TALB", album)));
}

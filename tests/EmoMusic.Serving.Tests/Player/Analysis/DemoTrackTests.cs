using EmoMusic.Serving.Player.Analysis;

namespace EmoMusic.Serving.Tests.Player.Analysis;

/// <summary>The demo tracks lie by their sound where their moods do.</summary>
public sealed class DemoTrackTests : IDisposable
{
    private readonly MusicModel model = new(Repository.At("serving/models/music.onnx"));

    public void Dispose() => model.Dispose();

    [Theory]
    [InlineData("happy", 1, 1)]
    [InlineData("surprise", 1, 1)]
    [InlineData("angry", -1, 1)]
    [InlineData("disgust", -1, 1)]
    [InlineData("fear", -1, 1)]
    [InlineData("sad", -1, -1)]
    public void Each_track_lies_in_the_quadrant_of_its_mood(string mood, int valence, int arousal) => Assert.All(
        PlacesOf(mood), each => Assert.True(
            (Math.Sign(each.Place.Valence), Math.Sign(each.Place.Arousal)) == (valence, arousal), $"{each.File}: {each.Place}"));

    [Fact]
    public void Neutral_tracks_lie_nearer_to_the_middle_than_to_a_corner() => Assert.All(
        PlacesOf("neutral"), each => Assert.True(
            Math.Abs(each.Place.Valence) + Math.Abs(each.Place.Arousal) < 1, $"{each.File}: {each.Place}"));

    private List<(string File, MusicPlace Place)> PlacesOf(string mood)
    {
        var files = Directory.GetFiles(Repository.At($"serving/music/{mood}"), "*.mp3");
        Assert.Equal(3, files.Length);
        return [.. files.Select(file => (
            Path.GetFileName(file), model.Predict(SoundFeatures.Of(AudioDecoder.DecodeMiddle(file, CancellationToken.None)))))];
    }
}

using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class DrawnFacesTests
{
    [Fact]
    public void Every_emotion_is_drawn_equally_often()
    {
        using var faces = DrawnFaces.Draw(seed: 42);

        Assert.True(faces.IsDrawn);
        Assert.All(faces.Training.CountByClass(), count => Assert.Equal(150, count));
        Assert.All(faces.Validation.CountByClass(), count => Assert.Equal(50, count));
        Assert.Equal(0, faces.BlankImages);
    }

    [Fact]
    public void The_same_seed_draws_the_same_faces()
    {
        using var faces = DrawnFaces.Draw(seed: 42);
        using var again = DrawnFaces.Draw(seed: 42);
        using var other = DrawnFaces.Draw(seed: 43);

        Assert.Equal(faces.Sha256, again.Sha256);
        Assert.NotEqual(faces.Sha256, other.Sha256);
    }
}

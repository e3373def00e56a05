using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class SyntheticFacesTests
{
    [Fact]
    public void Emotions_are_balanced()
    {
        using var faces = SyntheticFaces.Create(seed: 42);

        Assert.True(faces.IsSynthetic);
        Assert.All(faces.Training.CountByClass(), count => Assert.Equal(150, count));
        Assert.All(faces.Validation.CountByClass(), count => Assert.Equal(50, count));
        Assert.Equal(0, faces.BlankImages);
    }

    [Fact]
    public void The_same_seed_gives_the_same_faces()
    {
        using var faces = SyntheticFaces.Create(seed: 42);
        using var again = SyntheticFaces.Create(seed: 42);
        using var other = SyntheticFaces.Create(seed: 43);

        Assert.Equal(faces.Sha256, again.Sha256);
        Assert.NotEqual(faces.Sha256, other.Sha256);
    }
}

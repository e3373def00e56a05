using EmoMusic.Training.Data;

namespace EmoMusic.Scripts.Tests;

public sealed class LabelPhotosTests(Scripts scripts) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_photo_becomes_a_row_labelled_by_its_folder_and_a_crop()
    {
        Copy(Repository.Photo("one-face.png"), "photos/sad/me.png");
        Copy(Repository.Photo("no-face-coffee.png"), "photos/sad/not-me.png");

        var result = Label("--crops", "crops");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            $"{Path.Combine("photos", "sad", "not-me.png")}: found no face, skipped\nmine.csv: 1 faces from 2 photos\n", result.Output);
        Assert.Equal([4], Rows().Labels);
        Assert.Equal(0, Rows().Blank);
        Assert.True(File.Exists(folder["crops/sad/001.png"]));
    }

    [Fact]
    public void Whole_photos_can_be_used_and_corrupt_ones_are_skipped()
    {
        Picture.Write(folder["photos/happy/1.png"], side: 96);
        Picture.Write(folder["photos/angry/2.jpg"], side: 200);
        File.WriteAllText(folder["photos/angry/3.txt"], "no photo");

        var result = Label("--whole");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            $"{Path.Combine("photos", "angry", "3.txt")}: skipped. The file is not an image. "
            + "Send a JPEG, PNG, WebP or BMP file.\nmine.csv: 2 faces from 3 photos\n",
            result.Output);
        Assert.Equal([0, 3], Rows().Labels);
        Assert.Equal([Usage.Unknown, Usage.Unknown], Rows().Usages);
    }

    [Fact]
    public void Photos_without_any_face_are_an_error()
    {
        Picture.Write(folder["photos/happy/1.png"], side: 96);

        Fails("photos: found no face in 1 photos. Use frontal photos in good light, or crop them to the faces and pass --whole.");
        Assert.False(File.Exists(folder["mine.csv"]));
    }

    [Fact]
    public void A_folder_that_is_not_an_emotion_is_an_error()
    {
        Picture.Write(folder["photos/bored/1.png"]);

        Fails($"{Path.Combine("photos", "bored")}: not an emotion, expected one of angry, disgust, fear, happy, sad, "
            + "surprise, neutral. Rename or move the folder.");
    }

    [Fact]
    public void A_folder_without_photos_is_an_error()
    {
        Directory.CreateDirectory(folder["photos"]);

        Fails("photos: found no photos, expected some in folders by emotion, such as happy/1.jpg.");
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Fails("photos: no such folder, expected one with photos by emotion, such as happy/1.jpg.");

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[to])!);
        File.Copy(from, folder[to]);
    }

    private FerRows Rows()
    {
        using var csv = File.OpenRead(folder["mine.csv"]);
        return FerCsv.Read(csv, "mine.csv");
    }

    private Scripts.Result Label(params string[] arguments) =>
        scripts.Run("label-photos", folder.Path, ["photos", "mine.csv", .. arguments]);

    private void Fails(string sentence)
    {
        var result = Label();

        Assert.Equal((1, sentence), (result.ExitCode, result.Errors));
    }
}

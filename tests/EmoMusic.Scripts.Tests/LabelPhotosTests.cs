using EmoMusic.Training.Data;

namespace EmoMusic.Scripts.Tests;

public sealed class LabelPhotosTests(Scripts scripts) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_photo_becomes_a_row_with_its_folders_label_and_a_crop_to_look_at()
    {
        Copy(Repository.Photo("one-face.png"), "photos/sad/me.png");
        Copy(Repository.Photo("no-face-coffee.png"), "photos/sad/not-me.png");

        var result = Label("--crops", "crops");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            $"{Path.Combine("photos", "sad", "not-me.png")}: found no face, left out\nmine.csv: 1 faces of 2 photos\n", result.Output);
        Assert.Equal([4], Rows().Labels);
        Assert.Equal(0, Rows().Blank);
        Assert.True(File.Exists(folder["crops/sad/001.png"]));
    }

    [Fact]
    public void Photos_that_are_faces_are_taken_whole_and_damaged_ones_left_out()
    {
        Picture.Write(folder["photos/happy/1.png"], side: 96);
        Picture.Write(folder["photos/angry/2.jpg"], side: 200);
        File.WriteAllText(folder["photos/angry/3.txt"], "no photo");

        var result = Label("--whole");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            $"{Path.Combine("photos", "angry", "3.txt")}: left out. The file is not an image. "
            + "Send a JPEG, PNG, WebP or BMP file.\nmine.csv: 2 faces of 3 photos\n",
            result.Output);
        Assert.Equal([0, 3], Rows().Labels);
        Assert.Equal([Usage.Unknown, Usage.Unknown], Rows().Usages);
    }

    [Fact]
    public void No_face_at_all_is_said()
    {
        Picture.Write(folder["photos/happy/1.png"], side: 96);

        Fails("photos: found a face in none of 1 photos, expected one in some. Take photos that look into the camera, in good "
            + "light, or crop them to the faces and add --whole.");
        Assert.False(File.Exists(folder["mine.csv"]));
    }

    [Fact]
    public void A_folder_that_is_no_emotion_is_named()
    {
        Picture.Write(folder["photos/bored/1.png"]);

        Fails($"{Path.Combine("photos", "bored")}: found this folder, expected the emotions: angry, disgust, fear, happy, sad, "
            + "surprise, neutral. Rename it, or move it away.");
    }

    [Fact]
    public void A_folder_without_photos_is_said()
    {
        Directory.CreateDirectory(folder["photos"]);

        Fails("photos: found no photo, expected some in folders by emotion, as happy/1.jpg.");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said() =>
        Fails("photos: found no such folder, expected one with photos by emotion, as happy/1.jpg.");

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

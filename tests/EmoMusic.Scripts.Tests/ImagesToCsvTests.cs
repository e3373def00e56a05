using EmoMusic.Training.Data;
using SkiaSharp;

namespace EmoMusic.Scripts.Tests;

public sealed class ImagesToCsvTests(Scripts scripts) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_become_images_and_those_the_same_rows_again(bool withUsage)
    {
        var rows = withUsage ? SyntheticFaces.Rows(seed: 1, training: 14, validation: 7) : WithoutUsage();
        Write("first.csv", rows);

        var images = scripts.Run("images-to-csv", folder.Path, "--back", "first.csv", "images");
        var again = scripts.Run("images-to-csv", folder.Path, "images", "second.csv");

        Assert.Equal((0, "", "images: 21 images\n"), (images.ExitCode, images.Errors, images.Output));
        Assert.Equal((0, "", "second.csv: 21 rows\n"), (again.ExitCode, again.Errors, again.Output));
        Assert.Equal(File.ReadAllText(folder["first.csv"]), File.ReadAllText(folder["second.csv"]));
        Assert.True(File.Exists(folder[withUsage ? "images/test/sad/PublicTest_00019.png" : "images/sad/00019.png"]));
    }

    [Fact]
    public void Rows_whose_usages_take_turns_keep_their_order()
    {
        var (drawn, rows) = (SyntheticFaces.Rows(seed: 3, training: 6, validation: 0), new FerRows());
        for (var row = 0; row < drawn.Count; row++)
        {
            drawn.PixelsOf(row).CopyTo(rows.NextPixels());
            rows.Add(drawn.Labels[row], row % 2 == 0 ? Usage.PrivateTest : Usage.Training);
        }

        Write("first.csv", rows);
        scripts.Run("images-to-csv", folder.Path, "--back", "first.csv", "images");
        scripts.Run("images-to-csv", folder.Path, "images", "second.csv");

        Assert.Equal(File.ReadAllText(folder["first.csv"]), File.ReadAllText(folder["second.csv"]));
    }

    [Fact]
    public void Names_and_folders_of_other_copies_are_understood()
    {
        Draw("Training/Anger/im0.png");
        Draw("test/surprised/PrivateTest_7.jpg");
        Draw("validation/happiness/x.bmp.webp");
        File.WriteAllText(folder["readme.txt"], "");

        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv");

        Assert.Equal((0, "", "all.csv: 3 rows; 1 files that are no images were left out\n"),
            (result.ExitCode, result.Errors, result.Output));
        var rows = FerCsv.Read(File.OpenRead(folder["all.csv"]), "all.csv");
        Assert.Equal([Usage.Training, Usage.PublicTest, Usage.PrivateTest], rows.Usages);
        Assert.Equal([0, 3, 5], rows.Labels);
    }

    [Fact]
    public void Another_size_is_refused_and_taken_by_resize()
    {
        Draw("happy/1.png", side: 96);

        Fails($"{Path.Combine(".", "happy", "1.png")}: found 96 × 96 pixels, expected 48 × 48. Add --resize to take it made that large.");
        Assert.False(File.Exists(folder["all.csv"]));
        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv", "--resize");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var pixels = FerCsv.Read(File.OpenRead(folder["all.csv"]), "all.csv").PixelsOf(0);
        Assert.InRange(pixels[24 * 48], 60, 90);           // the ground
        Assert.InRange(pixels[(24 * 48) + 24], 175, 190);  // the blob
    }

    [Fact]
    public void A_folder_that_is_no_emotion_is_named()
    {
        Draw("contempt/1.png");

        Fails($"{Path.Combine(".", "contempt", "1.png")}: found the folder 'contempt', expected the emotion: angry, disgust, fear, happy, "
            + "sad, surprise, neutral. Move the image into a folder of such a name.");
    }

    [Fact]
    public void Images_with_and_without_a_usage_do_not_mix()
    {
        Draw("train/happy/1.png");
        Draw("sad/2.png");

        Fails($"{Path.Combine(".", "train", "happy", "1.png")} says its usage (Training) and {Path.Combine(".", "sad", "2.png")} does not; "
            + "expected all or none. Put both into folders train and test, or take the part out of the name.");
    }

    [Fact]
    public void A_file_that_is_no_image_is_named()
    {
        Directory.CreateDirectory(folder["sad"]);
        File.WriteAllText(folder["sad/1.png"], "no image");

        Fails($"{Path.Combine(".", "sad", "1.png")}: found no whole image, expected a PNG, JPEG, BMP or WebP file. "
            + "Mend it, or move it away.");
    }

    [Fact]
    public void A_folder_without_images_is_said() => Fails(
        ".: found no image (.png, .jpg, .jpeg, .bmp, .webp) in 0 files, expected some by class, as happy/1.png.");

    [Fact]
    public void A_folder_that_is_not_there_is_said() => Fails(
        "none: found no such folder, expected one with images by class, as happy/1.png.", "none");

    [Fact]
    public void A_CSV_with_a_bad_row_is_said_on_the_way_back()
    {
        File.WriteAllText(folder["bad.csv"], "emotion,pixels\n7,0 0\n");

        var result = scripts.Run("images-to-csv", folder.Path, "--back", "bad.csv", "images");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("bad.csv, line 2: found the label '7', expected 0 to 6.", result.Errors, StringComparison.Ordinal);
    }

    private static FerRows WithoutUsage()
    {
        var (drawn, rows) = (SyntheticFaces.Rows(seed: 2, training: 21, validation: 0), new FerRows());
        for (var row = 0; row < drawn.Count; row++)
        {
            drawn.PixelsOf(row).CopyTo(rows.NextPixels());
            rows.Add(drawn.Labels[row], Usage.Unknown);
        }

        return rows;
    }

    private void Fails(string sentence, string from = ".")
    {
        var result = scripts.Run("images-to-csv", folder.Path, from, "all.csv");

        Assert.Equal((1, sentence), (result.ExitCode, result.Errors));
    }

    private void Write(string name, FerRows rows)
    {
        using var csv = new StreamWriter(folder[name]);
        FerCsvWriter.Write(csv, rows);
    }

    private void Draw(string name, int side = 48) => Picture.Write(folder[name], side);
}

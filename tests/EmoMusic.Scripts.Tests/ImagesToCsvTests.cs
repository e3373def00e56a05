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
    public void Rows_survive_the_conversion_to_images_and_back(bool withUsage)
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
    public void Rows_of_alternating_usages_keep_their_order()
    {
        var (faces, rows) = (SyntheticFaces.Rows(seed: 3, training: 6, validation: 0), new FerRows());
        for (var row = 0; row < faces.Count; row++)
        {
            faces.PixelsOf(row).CopyTo(rows.NextPixels());
            rows.Add(faces.Labels[row], row % 2 == 0 ? Usage.PrivateTest : Usage.Training);
        }

        Write("first.csv", rows);
        scripts.Run("images-to-csv", folder.Path, "--back", "first.csv", "images");
        scripts.Run("images-to-csv", folder.Path, "images", "second.csv");

        Assert.Equal(File.ReadAllText(folder["first.csv"]), File.ReadAllText(folder["second.csv"]));
    }

    [Fact]
    public void Names_in_other_copies_of_the_data_are_recognised()
    {
        Draw("Training/Anger/im0.png");
        Draw("test/surprised/PrivateTest_7.jpg");
        Draw("validation/happiness/x.bmp.webp");
        File.WriteAllText(folder["readme.txt"], "");

        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv");

        Assert.Equal((0, "", "all.csv: 3 rows; skipped 1 files that are not images\n"),
            (result.ExitCode, result.Errors, result.Output));
        var rows = FerCsv.Read(File.OpenRead(folder["all.csv"]), "all.csv");
        Assert.Equal([Usage.Training, Usage.PublicTest, Usage.PrivateTest], rows.Usages);
        Assert.Equal([0, 3, 5], rows.Labels);
    }

    [Fact]
    public void Images_of_another_size_need_resize()
    {
        Draw("happy/1.png", side: 96);

        Fails($"{Path.Combine(".", "happy", "1.png")}: found 96 × 96 pixels, expected 48 × 48. Pass --resize to resize it.");
        Assert.False(File.Exists(folder["all.csv"]));
        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv", "--resize");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var pixels = FerCsv.Read(File.OpenRead(folder["all.csv"]), "all.csv").PixelsOf(0);
        Assert.InRange(pixels[24 * 48], 60, 90);           // background
        Assert.InRange(pixels[(24 * 48) + 24], 175, 190);  // blob
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        Draw("happy/1.png");
        Directory.CreateSymbolicLink(folder["again"], ".");

        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(2, File.ReadAllLines(folder["all.csv"]).Length);
    }

    [Fact]
    public void An_image_too_large_for_the_memory_is_an_error()
    {
        Directory.CreateDirectory(folder["happy"]);
        File.WriteAllBytes(folder["happy/1.bmp"], [
            .. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 0x60, 0xea, 0, 0, 0x60, 0xea, 0, 0, 1, 0, 24, 0, .. new byte[1000],
        ]);

        Fails($"{Path.Combine(".", "happy", "1.bmp")}: found 60000 × 60000 pixels, expected a face of at most 100 million. Fix or move it.");
    }

    [Fact]
    public void A_folder_that_is_not_an_emotion_is_an_error()
    {
        Draw("contempt/1.png");

        Fails($"{Path.Combine(".", "contempt", "1.png")}: found the folder 'contempt', expected one of angry, disgust, fear, happy, "
            + "sad, surprise, neutral. Move the image into such a folder.");
    }

    [Fact]
    public void Images_with_and_without_a_usage_cannot_be_mixed()
    {
        Draw("train/happy/1.png");
        Draw("sad/2.png");

        Fails($"{Path.Combine(".", "train", "happy", "1.png")} has a usage (Training) and {Path.Combine(".", "sad", "2.png")} has none, "
            + "expected all or none. Move them into folders train and test, or remove the usage from the name.");
    }

    [Fact]
    public void A_truncated_image_is_an_error_and_leaves_nothing_behind()
    {
        Draw("sad/1.jpg", side: 200);
        File.WriteAllBytes(folder["sad/1.jpg"], File.ReadAllBytes(folder["sad/1.jpg"])[..^600]);

        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv", "--resize");

        Assert.Equal((1, $"{Path.Combine(".", "sad", "1.jpg")}: the image is truncated. Fix or move it."), (result.ExitCode, result.Errors));
        Assert.Empty(Directory.GetFiles(folder.Path, "all.csv*"));
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task A_pipe_is_never_opened()
    {
        Directory.CreateDirectory(folder["sad"]);
        using var made = System.Diagnostics.Process.Start("mkfifo", folder["sad/1.png"]);
        await made.WaitForExitAsync();

        Fails($"{Path.Combine(".", "sad", "1.png")}: not a valid PNG, JPEG, BMP or WebP file. Fix or move it.");
    }

    [Fact]
    public void A_conversion_that_is_interrupted_leaves_nothing_behind()
    {
        Draw("sad/1.png");
        for (var i = 2; i <= 5000; i++)
        {
            File.Copy(folder["sad/1.png"], folder[$"sad/{i}.png"]);
        }

        var result = scripts.Terminate(
            () => File.Exists(folder["all.csv.unfinished"]), "images-to-csv", folder.Path, "sad/..", "all.csv");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(Directory.GetFiles(folder.Path, "all.csv*"));
    }

    [Fact]
    public void Photos_are_turned_by_EXIF_and_files_of_the_system_passed_over()
    {
        using (var bitmap = new SKBitmap(64, 48))
        {
            bitmap.Erase(SKColors.Black);
            using (var canvas = new SKCanvas(bitmap))
            using (var white = new SKPaint { Color = SKColors.White })
            {
                canvas.DrawRect(0, 0, 32, 48, white); // the left half
            }

            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
            byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
            Directory.CreateDirectory(folder["sad"]);
            File.WriteAllBytes(folder["sad/1.jpg"], [0xFF, 0xD8, .. exif, .. jpeg.ToArray()[2..]]); // 6: turn right
        }

        File.WriteAllText(folder["sad/._1.jpg"], "what macOS keeps about 1.jpg");

        var result = scripts.Run("images-to-csv", folder.Path, ".", "all.csv", "--resize");

        Assert.Equal((0, "all.csv: 1 rows\n", ""), (result.ExitCode, result.Output, result.Errors));
        var pixels = File.ReadAllLines(folder["all.csv"])[1].Split(',')[1].Trim('"').Split(' ').Select(int.Parse).ToArray();
        Assert.InRange(pixels[(5 * 48) + 24], 230, 255); // the upper half is white now
        Assert.InRange(pixels[(43 * 48) + 24], 0, 25);
    }

    [Fact]
    public void A_corrupt_image_is_an_error()
    {
        Directory.CreateDirectory(folder["sad"]);
        File.WriteAllText(folder["sad/1.png"], "no image");

        Fails($"{Path.Combine(".", "sad", "1.png")}: not a valid PNG, JPEG, BMP or WebP file. "
            + "Fix or move it.");
    }

    [Fact]
    public void A_folder_without_images_is_an_error() => Fails(
        ".: found no images (.png, .jpg, .jpeg, .bmp, .webp) in 0 files, expected some by class, such as happy/1.png.");

    [Fact]
    public void A_missing_folder_is_an_error() => Fails(
        "none: no such folder, expected one with images by class, such as happy/1.png.", "none");

    [Fact]
    public void A_CSV_with_a_bad_row_is_an_error()
    {
        File.WriteAllText(folder["bad.csv"], "emotion,pixels\n7,0 0\n");

        var result = scripts.Run("images-to-csv", folder.Path, "--back", "bad.csv", "images");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("bad.csv, line 2: found the label '7', expected 0 to 6.", result.Errors, StringComparison.Ordinal);
    }

    private static FerRows WithoutUsage()
    {
        var (faces, rows) = (SyntheticFaces.Rows(seed: 2, training: 21, validation: 0), new FerRows());
        for (var row = 0; row < faces.Count; row++)
        {
            faces.PixelsOf(row).CopyTo(rows.NextPixels());
            rows.Add(faces.Labels[row], Usage.Unknown);
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

using System.IO.Compression;
using System.Text;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class FerCsvTests
{
    private static readonly string GoodRow = $"0,{Samples.Pixels()}\n";

    private const string FixIt = "Fix the row, or skip bad rows with --skip-bad-rows.";

    [Theory]
    [InlineData("emotion,pixels,Usage\n3,{0},PublicTest\n")]
    [InlineData("emotion, Usage, pixels\n3, PublicTest, {0}\n")]
    [InlineData("emotion,pixels,Usage\r\n3,\"{0}\",PublicTest\r\n")]
    [InlineData("\uFEFFemotion,pixels,Usage\n3,{0},PublicTest")]
    public void All_layouts_of_the_columns_are_read(string layout)
    {
        var rows = Read(layout.Replace("{0}", Samples.Pixels(row: 7), StringComparison.Ordinal));

        Assert.Equal([3], rows.Labels);
        Assert.Equal([Usage.PublicTest], rows.Usages);
        using var images = rows.Select([0]);
        Assert.Equal(Samples.Pixels(row: 7), string.Join(' ', images.PixelsOf(0)));
    }

    [Fact]
    public void Without_a_Usage_column_the_usage_is_unknown()
    {
        var rows = Read($"emotion,pixels\n0,{Samples.Pixels()}\n6,{Samples.Pixels()}\n");

        Assert.Equal([0, 6], rows.Labels);
        Assert.All(rows.Usages, usage => Assert.Equal(Usage.Unknown, usage));
    }

    [Fact]
    public void Blank_images_are_counted_and_not_removed()
    {
        var blank = string.Join(' ', Enumerable.Repeat("17", 2304));

        var rows = Read($"emotion,pixels\n0,{blank}\n1,{Samples.Pixels()}\n");

        Assert.Equal(2, rows.Count);
        Assert.Equal(1, rows.Blank);
    }

    [Theory]
    [InlineData(
        "pixels",
        "fer2013.csv, line 1: found the columns pixels, expected emotion,pixels and "
        + "optionally Usage. This is the challenge's test.csv, which has no labels; use train.csv.")]
    [InlineData(
        "emotion,pixels,Usage,split",
        "fer2013.csv, line 1: found the columns emotion,pixels,Usage,split, expected emotion,pixels and "
        + "optionally Usage. Use FER-2013's fer2013.csv, icml_face_data.csv or train.csv.")]
    [InlineData(
        "emotion,Usage",
        "fer2013.csv, line 1: found the columns emotion,Usage, expected emotion,pixels and "
        + "optionally Usage. Use FER-2013's fer2013.csv, icml_face_data.csv or train.csv.")]
    [InlineData(
        "emotion,pixels,pixels",
        "fer2013.csv, line 1: found the columns emotion,pixels,pixels, expected emotion,pixels and "
        + "optionally Usage. Use FER-2013's fer2013.csv, icml_face_data.csv or train.csv.")]
    public void A_header_with_a_missing_or_unknown_column_is_refused(string header, string message) =>
        Assert.Equal(message, RefusalOf($"{header}\n"));

    [Fact]
    public void An_empty_file_is_refused() => Assert.Equal(
        "fer2013.csv: found an empty file, expected the header emotion,pixels,Usage. Download the file again.",
        RefusalOf(""));

    [Fact]
    public void A_header_without_rows_is_refused() => Assert.Equal(
        "fer2013.csv: found no usable rows, expected at least FER-2013's 28,709. Download the file again.",
        RefusalOf("emotion,pixels,Usage\n"));

    [Theory]
    [InlineData("7", "found the label '7', expected 0 to 6")]
    [InlineData("-1", "found the label '-1', expected 0 to 6")]
    [InlineData("happy", "found the label 'happy', expected 0 to 6")]
    [InlineData("", "found the label '', expected 0 to 6")]
    public void A_label_outside_of_0_to_6_is_refused(string label, string problem) => Assert.Equal(
        $"fer2013.csv, line 3: {problem}. {FixIt}",
        RefusalOf($"emotion,pixels\n1,{Samples.Pixels()}\n{label},{Samples.Pixels()}\n{GoodRow}"));

    [Fact]
    public void A_row_with_too_few_pixels_is_refused() => Assert.Equal(
        $"fer2013.csv, line 2: found 2303 pixels, expected 2304. {FixIt}",
        RefusalOf($"emotion,pixels\n1,{Samples.Pixels()[2..]}\n{GoodRow}"));

    [Fact]
    public void A_row_with_too_many_pixels_is_refused() => Assert.Equal(
        $"fer2013.csv, line 2: found 2305 pixels, expected 2304. {FixIt}",
        RefusalOf($"emotion,pixels\n1,{Samples.Pixels()} 0\n{GoodRow}"));

    [Fact]
    public void A_byte_that_was_lost_is_no_pixel() => Assert.Equal(
        $"fer2013.csv, line 2: found '1\uFFFD' as pixel 2, expected a number from 0 to 255. {FixIt}",
        RefusalOf($"emotion,pixels\n1,0 1\0 {Samples.Pixels()[4..]}\n{GoodRow}"));

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public void A_pixel_outside_of_0_to_255_is_refused(string pixel) => Assert.Equal(
        $"fer2013.csv, line 2: found '{pixel}' as pixel 2, expected a number from 0 to 255. {FixIt}",
        RefusalOf($"emotion,pixels\n1,0 {pixel} {string.Join(' ', Enumerable.Repeat("9", 2302))}\n{GoodRow}"));

    [Fact]
    public void An_unknown_usage_is_refused() => Assert.Equal(
        $"fer2013.csv, line 2: found the usage 'Test', expected Training, PublicTest or PrivateTest. {FixIt}",
        RefusalOf($"emotion,pixels,Usage\n1,{Samples.Pixels()},Test\n0,{Samples.Pixels()},Training\n"));

    [Fact]
    public void A_file_truncated_within_a_row_is_refused()
    {
        var csv = Samples.SmallCsv();

        Assert.Equal(
            "fer2013.csv, line 15: found 2 columns, expected 3. It is the last row, so the file may be "
            + "truncated: download it again, or skip bad rows with --skip-bad-rows.",
            RefusalOf(csv[..^100]));
    }

    [Fact]
    public void A_truncated_compressed_file_is_refused()
    {
        var whole = Compress(Samples.SmallCsv());
        using var cut = new GZipStream(new MemoryStream(whole[..(whole.Length / 2)]), CompressionMode.Decompress);

        var error = Assert.Throws<DatasetException>(() => FerCsv.Read(cut, "fer2013.csv.gz"));

        Assert.Matches(
            @"^fer2013\.csv\.gz, "
            + @"(after line \d+: the file is truncated or corrupt\. Download it again\.|line \d+: found .*may be truncated.*)$",
            error.Message);
    }

    [Fact]
    public void Bad_rows_can_be_skipped_and_are_counted()
    {
        var csv = $"emotion,pixels\n1,{Samples.Pixels()}\n9,{Samples.Pixels()}\n2,1 2 3\n3,{Samples.Pixels()}\n";

        var rows = FerCsv.Read(Samples.Stream(csv), "fer2013.csv", skipBadRows: true);

        Assert.Equal([1, 3], rows.Labels);
        Assert.Equal(
            [
                "fer2013.csv, line 3: found the label '9', expected 0 to 6",
                "fer2013.csv, line 4: found 3 pixels, expected 2304",
            ],
            rows.Bad);
    }

    [Fact]
    public void Extra_spaces_between_pixels_are_accepted()
    {
        var rows = Read($"emotion,pixels\n1, {Samples.Pixels().Replace(" ", "  ", StringComparison.Ordinal)} \n");

        using var images = rows.Select([0]);
        Assert.Equal(Samples.Pixels(), string.Join(' ', images.PixelsOf(0)));
    }

    private static FerRows Read(string csv) => FerCsv.Read(Samples.Stream(csv), "fer2013.csv");

    private static string RefusalOf(string csv) => Assert.Throws<DatasetException>(() => Read(csv)).Message;

    private static byte[] Compress(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}

using System.IO.Compression;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class FerPlusVotesTests
{
    private const string Header =
        "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF";

    [Fact]
    public void Shares_are_in_the_order_of_the_emotions_and_single_votes_are_dropped()
    {
        var votes = Read("Training,fer0.png,4,0,0,1,3,2,0,0,0,0"); // the lone vote for sadness is dropped

        Assert.Equal([3 / 9f, 2 / 9f, 0, 0, 0, 0, 4 / 9f], votes.SharesOf(0));
        Assert.Equal(Usage.Training, votes.UsageOf(0));
    }

    [Fact]
    public void Votes_for_contempt_unknown_and_not_a_face_are_missing_from_the_shares()
    {
        var votes = Read("PublicTest,fer0.png,0,6,0,0,0,0,0,2,2,0");

        Assert.Equal([0, 0, 0, 0.6f, 0, 0, 0], votes.SharesOf(0));
    }

    [Theory]
    [InlineData("0,2,0,0,0,0,0,0,0,8")] // not a face
    [InlineData("0,3,0,0,0,0,0,5,2,0")] // contempt
    [InlineData("1,1,1,1,1,1,1,1,1,1")] // nothing but single votes
    public void A_row_in_which_no_emotion_wins_has_no_shares(string counts) =>
        Assert.Equal(new float[7], Read($"Training,,{counts}").SharesOf(0));

    [Fact]
    public void Empty_lines_at_the_end_are_no_rows() =>
        Assert.Equal(1, Read("Training,fer0.png,0,5,0,0,0,0,0,5,0,0\n\n").Count);

    [Fact]
    public void A_tie_with_contempt_still_counts() =>
        Assert.Equal(0.5f, Read("Training,fer0.png,0,5,0,0,0,0,0,5,0,0").SharesOf(0)[3]);

    [Fact]
    public void Another_file_is_refused() => Assert.Equal(
        $"fer2013new.csv, line 1: found the columns emotion,pixels,Usage, expected {Header}. "
        + "Use fer2013new.csv as FER+ publishes it.",
        Refusal("emotion,pixels,Usage\n0,1 2 3,Training\n"));

    [Fact]
    public void An_empty_file_is_refused() => Assert.Equal(
        $"fer2013new.csv, line 1: found an empty line, expected {Header}. Use fer2013new.csv as FER+ publishes it.", Refusal(""));

    [Fact]
    public void A_binary_file_is_refused_without_control_characters()
    {
        var error = Assert.Throws<DatasetException>(
            () => FerPlusVotes.Read(new MemoryStream([0x7f, .. "ELF\u001b[2J\u0007,"u8, 0, 1, 2]), "program"));

        Assert.Equal(
            $"program, line 1: found the columns \uFFFDELF\uFFFD[2J\uFFFD,\uFFFD\uFFFD\uFFFD, expected {Header}. "
            + "Use fer2013new.csv as FER+ publishes it.",
            error.Message);
    }

    [Fact]
    public void A_missing_file_is_refused() => Assert.Equal(
        "nothing.csv: no such file, expected FER+'s fer2013new.csv. Pass its path with --votes.",
        Assert.Throws<DatasetException>(() => FerPlusVotes.Open("nothing.csv")).Message);

    [Fact]
    public void Votes_are_found_beside_the_data_in_its_folder_and_in_its_zip()
    {
        using var folder = new TemporaryFolder();
        var data = folder["fer2013.csv"];
        File.WriteAllText(data, Samples.SmallCsv());
        Assert.Null(FerPlusVotes.FindBeside(data));
        Assert.Null(FerPlusVotes.FindBeside(folder.Path));

        var votes = folder["fer2013new.csv"];
        File.WriteAllText(votes, $"{Header}\nTraining,a.png,9,0,0,0,0,0,0,0,0,0\n");
        Assert.Equal([votes, votes], [FerPlusVotes.FindBeside(data), FerPlusVotes.FindBeside(folder.Path)]);

        var archive = folder["all.zip"];
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(data, "fer2013/fer2013.csv");
            zip.CreateEntryFromFile(votes, "ferplus/fer2013new.csv");
        }

        Assert.Equal(archive, FerPlusVotes.FindBeside(archive));
        var inside = FerPlusVotes.Open(archive);
        Assert.Equal(("all.zip:ferplus/fer2013new.csv", 1), (inside.Name, inside.Count));
        Assert.Equal(1, FerPlusVotes.Open(folder.Path).Count);
    }

    [Fact]
    public void A_truncated_zip_of_votes_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.zip"], [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0]);

        Assert.Equal(
            $"cut.zip, line 1: found the columns PK\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD, expected {Header}. "
            + "Use fer2013new.csv as FER+ publishes it.",
            Assert.Throws<DatasetException>(() => FerPlusVotes.Open(folder["cut.zip"])).Message);
    }

    [Fact]
    public void Votes_need_the_data_s_Usage_column()
    {
        var rows = FerCsv.Read(Samples.Stream($"emotion,pixels\n3,{Samples.Pixels()}\n"), "train.csv");

        Assert.Equal(
            "fer2013new.csv, line 2: found the usage Training, expected none as in the same row of train.csv. "
            + "Use both files in their published order, or do without the votes: --votes none.",
            Assert.Throws<DatasetException>(() => rows.Join(Read("Training,a.png,9,0,0,0,0,0,0,0,0,0"), "train.csv")).Message);
    }

    [Fact]
    public void Votes_without_data_are_refused() => Assert.Equal(
        "fer2013new.csv: found votes, but no FER-2013 that they belong to. Pass its path with --data.",
        Assert.Throws<DatasetException>(
            () => DataSource.Load(null, seed: 1, calibrationShare: 0, skipBadRows: false, "fer2013new.csv")).Message);

    [Theory]
    [InlineData("Training,fer0.png,-1,0,0,1,3,2,0,0,0,0", "found '-1' votes for neutral, expected a whole number of 0 or more")]
    [InlineData("Training,fer0.png,4,,0,1,3,2,0,0,0,0", "found '' votes for happiness, expected a whole number of 0 or more")]
    [InlineData("Training,fer0.png,4,0,0,1,3,2,0,0,0,x", "found 'x' votes for NF, expected a whole number of 0 or more")]
    [InlineData("Training,fer0.png,4,0,0,1", "found 6 columns, expected 12")]
    [InlineData("Test,fer0.png,4,0,0,1,3,2,0,0,0,0", "found the usage 'Test', expected Training, PublicTest or PrivateTest")]
    [InlineData("1,fer0.png,4,0,0,1,3,2,0,0,0,0", "found the usage '1', expected Training, PublicTest or PrivateTest")]
    [InlineData("Training,fer0.png,0,0,0,0,0,0,0,0,0,0", "found no votes, expected ten")]
    public void A_bad_row_is_named(string row, string problem) => Assert.Equal(
        $"fer2013new.csv, line 3: {problem}. Download the file again.",
        Refusal($"{Header}\nTraining,fer0.png,9,0,0,1,0,0,0,0,0,0\n{row}\n"));

    [Fact]
    public void Votes_of_other_rows_are_refused()
    {
        var rows = FerCsv.Read(Samples.Stream(Samples.Csv((0, "Training"), (3, "Training"))), "fer2013.csv");

        Assert.Equal(
            "fer2013new.csv: found votes for 1 row, expected 2 as in fer2013.csv. Use both files whole, as they are published, "
            + "or do without the votes: --votes none.",
            Assert.Throws<DatasetException>(() => rows.Join(Read("Training,a.png,9,0,0,0,0,0,0,0,0,0"), "fer2013.csv")).Message);
    }

    [Fact]
    public void Votes_in_another_order_are_refused()
    {
        var rows = FerCsv.Read(Samples.Stream(Samples.Csv((0, "Training"), (3, "PublicTest"))), "fer2013.csv");
        var votes = Read("Training,a.png,9,0,0,0,0,0,0,0,0,0", "Training,b.png,9,0,0,0,0,0,0,0,0,0");

        Assert.Equal(
            "fer2013new.csv, line 3: found the usage Training, expected PublicTest as in the same row of fer2013.csv. "
            + "Use both files in their published order, or do without the votes: --votes none.",
            Assert.Throws<DatasetException>(() => rows.Join(votes, "fer2013.csv")).Message);
    }

    [Fact]
    public void Skipped_rows_keep_the_votes_with_their_images()
    {
        var csv = Samples.Csv((0, "Training"), (9, "Training"), (3, "PublicTest")); // the second has a label that does not exist
        var rows = FerCsv.Read(Samples.Stream(csv), "fer2013.csv", skipBadRows: true);

        rows.Join(
            Read(
                "Training,a.png,0,0,0,0,10,0,0,0,0,0", "Training,b.png,10,0,0,0,0,0,0,0,0,0",
                "PublicTest,c.png,0,10,0,0,0,0,0,0,0,0"),
            "fer2013.csv");

        using var images = rows.Select([0, 1]);
        Assert.Equal([1f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], images.Votes!.data<float>().ToArray());
    }

    [Fact]
    public void Images_by_clear_majority_have_it_as_their_label()
    {
        var rows = FerCsv.Read(Samples.Stream(Samples.Csv((0, "Training"), (1, "Training"), (2, "Training"))), "fer2013.csv");
        rows.Join(
            Read(
                "Training,a.png,4,6,0,0,0,0,0,0,0,0",   // happy, 6 of 10
                "Training,b.png,5,5,0,0,0,0,0,0,0,0",   // half is not more than half
                "Training,c.png,0,0,0,6,0,0,0,4,0,0"),  // sad, 6 of 10 although four saw contempt
            "fer2013.csv");

        using var images = rows.Select([0, 1, 2]);
        using var exam = images.ByMajority();

        Assert.Equal([3L, 4L], exam.Labels.data<long>().ToArray());
        Assert.Equal(rows.PixelsOf(2).ToArray(), exam.PixelsOf(1));
    }

    private static FerPlusVotes Read(params string[] rows) =>
        FerPlusVotes.Read(Samples.Stream($"{Header}\n{string.Join('\n', rows)}\n"), "fer2013new.csv");

    private static string Refusal(string text) =>
        Assert.Throws<DatasetException>(() => FerPlusVotes.Read(Samples.Stream(text), "fer2013new.csv")).Message;
}

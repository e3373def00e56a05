namespace EmoMusic.Browser.Tests;

/// <summary>The files of the page's code. tests/page checks their types and style, where there is npm.</summary>
public sealed class PageCodeTests
{
    private const int MaxLines = 200;

    [Fact]
    public void No_file_is_long() => Assert.All(
        Directory.EnumerateFiles(Repository.At("serving/wwwroot"), "*.js", SearchOption.AllDirectories),
        file => Assert.InRange(File.ReadLines(file).Count(), 1, MaxLines));

    [Fact]
    public void Styles_know_no_left_and_right_where_a_language_may_turn_them() => Assert.All(
        Directory.EnumerateFiles(Repository.At("serving/wwwroot/css"), "*.css"),
        file => Assert.DoesNotMatch("(margin|padding|border)-(left|right)|float: (left|right)|text-align: left", File.ReadAllText(file)));
}

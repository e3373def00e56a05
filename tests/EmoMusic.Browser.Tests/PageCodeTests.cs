using System.Text.RegularExpressions;

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

    // A server that pauses within the page showed half a player, which then grew: a layout shift of 0.025.
    [Fact]
    public void Nothing_is_painted_before_the_player_is_parsed()
    {
        var page = File.ReadAllText(Repository.At("serving/wwwroot/index.html"));

        var awaited = Regex.Match(page, """<link rel="expect" href="#(\w+)" blocking="render">""").Groups[1].Value;
        Assert.InRange(page.IndexOf($" id=\"{awaited}\"", StringComparison.Ordinal), page.IndexOf(" id=\"volume\"", StringComparison.Ordinal), page.Length);
    }
}

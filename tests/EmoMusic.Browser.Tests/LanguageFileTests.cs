using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>The texts of the page: one file for each language, and none in the code.</summary>
public sealed partial class LanguageFileTests
{
    private const string English = "en";

    // What the server sends is looked up by itself, and moods and the like by a name that is put together.
    private const string Sent = "sent.";

    // Names, and keys of the keyboard.
    private static readonly string[] Untranslated =
        ["EmoMusic", "M3U8", "XSPF", "CSV", "JSON", "M", "L", "This page needs JavaScript to use your camera and play music."];

    private static readonly string Root = Repository.At("serving/wwwroot");

    private static readonly Dictionary<string, Dictionary<string, JsonElement>> Texts =
        Directory.EnumerateFiles(Path.Combine(Root, "languages")).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(file))!);

    private static readonly string[] Pages = [.. new[] { "index.html", "404.html" }.Select(Read)];

    private static readonly string Code = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Root, "js"), "*.js", SearchOption.AllDirectories).Select(File.ReadAllText));

    public static TheoryData<string> Languages => [.. Texts.Keys.Order()];

    [Fact]
    public void There_is_a_file_for_each_language_of_the_page() =>
        Assert.Equal(
            LanguageNames().Match(Read("js/shared/start.js")).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(pair => pair.Split(':')[0]).Where(name => name.Length > 0).Order(),
            Texts.Keys.Order());

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_language_has_the_same_texts_with_the_same_placeholders(string language)
    {
        Assert.Equal(Texts[English].Keys.Order(StringComparer.Ordinal), Texts[language].Keys.Order(StringComparer.Ordinal));
        Assert.All(Texts[language], text => Assert.All(Forms(text.Value), form =>
        {
            Assert.NotEmpty(form.Text);
            Assert.Equal(0, form.Text.Count(letter => letter == '*') % 2);
            var wanted = Forms(Texts[English][text.Key]).Last().Text;
            var isOther = form.Category is "" or "other";
            Assert.True(
                isOther ? Placeholders(wanted).SetEquals(Placeholders(form.Text)) : Placeholders(wanted).IsSupersetOf(Placeholders(form.Text)),
                $"{text.Key}: “{form.Text}” has other placeholders than “{wanted}”");
        }));
    }

    [Fact]
    public void Each_key_that_is_used_is_there_and_each_that_is_there_is_used()
    {
        var exact = Pages.SelectMany(page => Attribute().Matches(page)).Select(match => match.Groups[1].Value)
            .Concat(Literal().Matches(Code).Select(match => match.Groups[1].Value)).ToHashSet();
        var prefixes = Prefix().Matches(Code).Select(match => match.Groups[1].Value).Append(Sent).ToList();
        var groups = Texts[English].Keys.Where(key => key.Contains('.')).Select(key => key.Split('.')[0]).ToHashSet();

        var called = Pages.SelectMany(page => Attribute().Matches(page)).Concat(Call().Matches(Code))
            .Select(match => match.Groups[1].Value);
        Assert.Empty(called.Distinct().Except(Texts[English].Keys));
        Assert.Empty(exact.Where(key => groups.Contains(key.Split('.')[0]) && key.Contains('.')).Except(Texts[English].Keys));
        Assert.DoesNotContain(Texts[English].Keys, key => !exact.Contains(key) && !prefixes.Any(key.StartsWith));
    }

    [Fact]
    public void Without_script_the_page_says_what_the_English_file_says() =>
        Assert.All(Pages.SelectMany(page => Element().Matches(page)), match =>
            Assert.Equal(
                Forms(Texts[English][match.Groups["key"].Value]).Single().Text.Replace("*", "", StringComparison.Ordinal),
                Tags().Replace(match.Groups["text"].Value, "")));

    [Fact]
    public void No_text_of_the_page_lacks_a_key()
    {
        foreach (var page in Pages)
        {
            var body = Symbols().Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], "");
            var left = Tags().Replace(Element().Replace(body, ""), "\n").Split('\n', StringSplitOptions.TrimEntries)
                .Where(text => text.Any(char.IsAsciiLetter) && !text.StartsWith('&'));
            Assert.Empty(left.Except(Untranslated));
        }
    }

    [Fact]
    public void There_is_no_text_in_the_code()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(Root, "js"), "*.js", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => !Comment().IsMatch(line) && !line.Contains("new Error(", StringComparison.Ordinal)
                && !line.Contains("named('", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, Sentence().IsMatch);
    }

    [Fact]
    public void The_lists_titles_and_genres_are_translated()
    {
        var moods = JsonDocument.Parse(
            File.ReadAllText(Repository.At("serving/Player/Moods/moods.json")),
            new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement.GetProperty("moods");
        Assert.All(moods.EnumerateObject(), mood => Assert.All(new[] { "title", "genre" }, name =>
            Assert.Contains($"{Sent}{mood.Value.GetProperty(name).GetString()}", Texts[English].Keys)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<(string Category, string Text)> Forms(JsonElement text) => text.ValueKind == JsonValueKind.String
        ? [("", text.GetString()!)] : text.EnumerateObject().Select(form => (form.Name, form.Value.GetString()!));

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"const languages = \{([^}]+)\}")]
    private static partial Regex LanguageNames();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("data-(?:text|label|placeholder|alt|content)=\"([^\"]+)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("'([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)*)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bt\('([^']+)'")]
    private static partial Regex Call();

    [GeneratedRegex(@"t\(`([a-z-]+\.)\$\{")]
    private static partial Regex Prefix();

    [GeneratedRegex("<(?<tag>\\w+)(?<attributes>[^<>]*?)data-text=\"(?<key>[^\"]+)\"[^<>]*>(?<text>(?:[^<]|</?strong>)*)</\\k<tag>>")]
    private static partial Regex Element();

    [GeneratedRegex("<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("<svg class=\"symbols\".*?</svg>\\s*\n\n|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Symbols();

    [GeneratedRegex(@"^\s*(/?\*|//)")]
    private static partial Regex Comment();

    // Two words, the first with a capital; or a name for screen readers.
    [GeneratedRegex("['`][A-Z][a-z]+ [a-z][^'`]*['`]")]
    private static partial Regex Sentence();
}

using System.Text;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>Playlists that other programs and systems wrote: section E, import.</summary>
public sealed class PlaylistImportTests : IDisposable
{
    private static readonly string[] Files =
        ["Pop/Abba/SOS.mp3", "Pop/Björk/Jóga.mp3", "Rock/01.mp3", "Jazz/01.mp3", "AC\\DC.mp3", "nested.m3u", "loop.m3u", "100%.mp3", "50%25.mp3"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Pop/Abba/SOS.mp3", "Pop/Abba/SOS.mp3")]
    [InlineData("./Pop/../Pop/Abba/SOS.mp3", "Pop/Abba/SOS.mp3")]
    [InlineData("pop/ABBA/sos.MP3", "Pop/Abba/SOS.mp3")] // other case
    [InlineData("Pop/Bjo\u0308rk/Jo\u0301ga.mp3", "Pop/Björk/Jóga.mp3")] // NFD for NFC
    [InlineData(@"C:\Music\Pop\Abba\SOS.mp3", "Pop/Abba/SOS.mp3")]
    [InlineData(@"\\nas\music\Abba\SOS.mp3", "Pop/Abba/SOS.mp3")]
    [InlineData("file:///C:/Music/Abba/SOS.mp3", "Pop/Abba/SOS.mp3")]
    [InlineData("file://localhost/home/me/Rock/01.mp3", "Rock/01.mp3")] // the longest common ending
    [InlineData("/elsewhere/Jazz/01.mp3", "Jazz/01.mp3")]
    [InlineData("file:///elsewhere/Bj%C3%B6rk/J%C3%B3ga.mp3", "Pop/Björk/Jóga.mp3")]
    [InlineData("/elsewhere/01.mp3", null)] // which of the two?
    [InlineData("nowhere.mp3", null)]
    [InlineData("http://radio.example/SOS.mp3", null)]
    [InlineData("../../Pop/Abba/none.mp3", null)]
    [InlineData(@"AC\DC.mp3", @"AC\DC.mp3")]
    [InlineData("100%.mp3", "100%.mp3")]
    [InlineData("100%25.mp3", "100%.mp3")]
    public void An_entry_is_found_by_the_name_another_system_gave_it(string entry, string? location)
    {
        var contents = Read("sad.m3u8", Encoding.UTF8.GetBytes($"#EXTM3U\r\n{entry}\r\n"));

        Assert.Equal(location is null ? [] : [location], contents.Locations);
        Assert.Equal(location is null ? [entry] : [], contents.Missing);
    }

    [Theory]
    [InlineData("iso-8859-1", false)]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-16BE", true)]
    public void Any_encoding_is_recognised(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("#EXTM3U\nPop/Björk/Jóga.mp3\n")];

        Assert.Equal(["Pop/Björk/Jóga.mp3"], Read("sad.m3u", bytes).Locations);
    }

    [Fact]
    public void Playlists_in_playlists_are_read_once()
    {
        File.WriteAllText(folder["nested.m3u"], "Pop/Abba/SOS.mp3\nloop.m3u\n");
        File.WriteAllText(folder["loop.m3u"], "nested.m3u\nRock/01.mp3\nsad.m3u\n");

        Assert.Equal(["Pop/Abba/SOS.mp3", "Rock/01.mp3"], Read("sad.m3u", "nested.m3u\n"u8.ToArray()).Locations);
    }

    [Fact]
    public void Xspf_has_a_base_for_its_locations()
    {
        var contents = Read("sad.xspf", """
            <playlist version="1" xmlns="http://xspf.org/ns/0/" xml:base="file:///music/Pop/"><trackList>
            <track><location>Abba/SOS.mp3</location></track>
            <track xml:base="Bj%C3%B6rk/"><location>J%C3%B3ga.mp3</location></track>
            </trackList></playlist>
            """u8.ToArray());

        Assert.Equal(["Pop/Abba/SOS.mp3", "Pop/Björk/Jóga.mp3"], contents.Locations);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("sad.xspf", Encoding.UTF8.GetBytes(
            "<playlist><location>" + string.Concat(Enumerable.Repeat("<a>", 100_000)))));

        Assert.Equal("It is not an XSPF playlist. Its elements are nested more than 100 times.", error.Message);
    }

    [Fact]
    public void A_base_that_is_no_path_is_not_repeated_for_each_location()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var contents = Read("sad.xspf", Encoding.UTF8.GetBytes($"<playlist xml:base=\"{string.Concat(Enumerable.Repeat("a/", 50_000))}\"><trackList>"
            + string.Concat(Enumerable.Repeat("<track><location>x</location></track>", 20_000)) + "</trackList></playlist>"));

        Assert.Equal(20_000, contents.Missing.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Many_entries_are_compared_with_many_files_of_the_same_name()
    {
        var files = Enumerable.Range(0, 1000).Select(number => new MusicFile($"{number}/Track 01.mp3", "", 1, 0)).ToList();
        var index = new LocationIndex(folder.Path, files);
        _ = index.Find("sad.m3u", "/elsewhere/Track 01.mp3");
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var entry = 0; entry < 1000; entry++)
        {
            Assert.Null(index.Find("sad.m3u", $"/elsewhere/{entry + 1000}/Track 01.mp3"));
        }

        Assert.Equal("7/Track 01.mp3", index.Find("sad.m3u", @"X:\7\Track 01.mp3")?.Location);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    private PlaylistContents Read(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        var files = Files.Append(name).Select(file => new MusicFile(file, folder[file], File.Exists(folder[file]) ? new FileInfo(folder[file]).Length : 1, 0))
            .ToList();
        return PlaylistFile.Read(files[^1], new LocationIndex(folder.Path, files));
    }
}

using System.Text;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoMusic.Serving.Tests.Player.Tagging;

public sealed class TagReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(4, "Sad\0Folk", "Sad; Folk")]
    [InlineData(3, "Sad\0Folk", "Sad; Folk")]
    [InlineData(4, "Sad; Folk;;sad", "Sad; Folk")]
    [InlineData(3, "Trance/Unheard-of", "Trance/Unheard-of")]
    [InlineData(3, "(4)Eurodisco", "Disco; Eurodisco")]
    [InlineData(3, "(51)(39)", "Techno-Industrial; Noise")]
    [InlineData(4, "17", "Rock")]
    [InlineData(4, "191", "Psybient")]
    [InlineData(3, "((Brackets)", "(Brackets)")]
    [InlineData(3, "(RX)(99)", "Remix; Acoustic")]
    [InlineData(4, "1977", "1977")]
    public async Task Every_genre_of_a_tag_counts(int version, string tag, string genre) =>
        Assert.Equal(genre, (await ReadAsync(Id3.Version2(version, Id3.Text("TCON", tag)))).Genre);

    [Theory]
    [InlineData("TXXX", "MOOD\0Sad", "Sad")]
    [InlineData("TXXX", "mood\0Sad\0Calm", "Sad; Calm")]
    [InlineData("TMOO", "Sad", "Sad")]
    [InlineData("TXXX", "ab:mood\0Not happy; Sad", "Not happy; Sad")]
    public async Task Moods_are_found_by_each_of_their_names(string frame, string tag, string mood) =>
        Assert.Equal(mood, (await ReadAsync(Id3.Version2(4, Id3.Text(frame, tag)))).Mood);

    [Theory]
    [InlineData("TBPM", "128", 128.0)]
    [InlineData("TBPM", "128.5", 128.5)]
    [InlineData("TBPM", "128,5", 128.5)]
    [InlineData("TXXX", "BPM\0" + "128", 128.0)]
    [InlineData("TXXX", "fBPM\0" + "127.96", 127.96)]
    [InlineData("TXXX", "TEMPO\0" + "90 bpm", 90.0)]
    [InlineData("TBPM", "0", null)]
    [InlineData("TBPM", "65535", null)]
    [InlineData("TBPM", "fast", null)]
    public async Task Beats_per_minute_are_found_by_each_of_their_names(string frame, string tag, double? bpm) =>
        Assert.Equal(bpm, (await ReadAsync(Id3.Version2(4, Id3.Text(frame, tag)))).Bpm);

    [Fact]
    public async Task ReplayGain_is_read()
    {
        var tags = await ReadAsync(Id3.Version2(
            4, Id3.Text("TXXX", "replaygain_track_gain\0-7.30 dB"), Id3.Text("TXXX", "REPLAYGAIN_TRACK_PEAK\0" + "0.988"),
            Id3.Text("TXXX", "REPLAYGAIN_ALBUM_GAIN\0-9 dB")));

        Assert.Equal((-7.3, 0.988), (tags.ReplayGainDb, tags.ReplayGainPeak));
        Assert.Equal(3, TagNumber.R128Gain("-512")); // −2 dB to −23 LUFS
        Assert.Null(TagNumber.Gain("999 dB"));
    }

    [Theory]
    [InlineData("Blue", "The Band", "Blue", "The Band")]
    [InlineData("Größe", "Motörhead", "Größe", "Motörhead")]
    [InlineData("", "", "song", null)]
    public async Task The_chunks_NAME_and_AUTH_of_an_AIFF_file_are_title_and_artist(string name, string author, string title, string? artist)
    {
        byte[] common = [0, 1, 0, 0, 0, 100, 0, 16, 0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]; // one channel, 16 bits, 44,100 Hz
        byte[] chunks = [.. Chunk("NAME", Latin(name)), .. Chunk("COMM", common), .. Chunk("SSND", new byte[208]), .. Chunk("AUTH", Latin(author))];
        File.WriteAllBytes(folder["song.aiff"], [.. "FORM"u8, .. Size(chunks.Length + 4), .. "AIFF"u8, .. chunks]);

        var tags = await new TagReader(NullLogger<TagReader>.Instance).ReadAsync(folder["song.aiff"], "song.aiff", CancellationToken.None);

        Assert.Equal((title, artist), (tags.Title, tags.Artist));

        static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
        static byte[] Size(int bytes) => [0, 0, (byte)(bytes >> 8), (byte)bytes];
        static byte[] Chunk(string id, byte[] content) =>
            [.. Encoding.ASCII.GetBytes(id), .. Size(content.Length), .. content, .. new byte[content.Length % 2]];
    }

    [Theory]
    [InlineData("AC/DC")]
    [InlineData("Earth, Wind & Fire")]
    public async Task A_name_with_a_separator_stays_whole(string artist) =>
        Assert.Equal(artist, (await ReadAsync(Id3.Version2(3, Id3.Text("TPE1", artist)))).Artist);

    [Theory]
    [InlineData("windows-1252", "Blåbær", "Sigur Rós")]
    [InlineData("windows-1252", "Motörhead", "Größe")]
    [InlineData("windows-1252", "Señorita ¿Dónde estás?", "Beyoncé")]
    [InlineData("windows-1251", "Кино", "Группа крови")]
    [InlineData("windows-1251", "ДДТ", "Это всё")]
    [InlineData("koi8-r", "Кино", "Группа крови")]
    [InlineData("shift_jis", "さくら", "宇多田ヒカル")]
    [InlineData("shift_jis", "東京", "椎名林檎")]
    [InlineData("gb18030", "青花瓷", "月亮代表我的心")]
    [InlineData("euc-kr", "난 알아요", "서태지와 아이들")]
    [InlineData("windows-1253", "Δυνατά", "Ελευθερία Αρβανιτάκη")]
    [InlineData("windows-1255", "חי", "עופרה חזה")]
    [InlineData("utf-8", "Jóga", "Björk")]
    public async Task Text_without_a_declared_encoding_is_recognised(string encoding, string title, string artist)
    {
        var charset = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var (titleBytes, artistBytes) = (charset.GetBytes(title), charset.GetBytes(artist));

        var old = await ReadAsync(Id3.Version1(titleBytes, artistBytes[..Math.Min(artistBytes.Length, 30)], 17));
        var wrong = await ReadAsync(Id3.Version2(3, Id3.Text("TIT2", 0, titleBytes), Id3.Text("TPE1", 0, artistBytes)));

        Assert.Equal((title, artist), (wrong.Title, wrong.Artist));
        Assert.Equal((title, artist[..Math.Min(artist.Length, old.Artist!.Length)], "Rock"), (old.Title, old.Artist, old.Genre));
    }

    [Fact]
    public async Task Text_with_a_declared_encoding_is_taken_at_its_word()
    {
        var tags = await ReadAsync(Id3.Version2(
            3, Id3.Text("TIT2", 1, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("ÄÖÜ")]),
            Id3.Text("TPE1", 1, [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("宇多田ヒカル")]),
            Id3.Text("TALB", 2, Encoding.BigEndianUnicode.GetBytes("Кино"))));

        Assert.Equal(("ÄÖÜ", "宇多田ヒカル", "Кино"), (tags.Title, tags.Artist, tags.Album));
    }

    [Theory]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("m4a")]
    [InlineData("wav")]
    [InlineData("aiff")]
    [InlineData("wma")]
    [InlineData("mp3")]
    public async Task What_another_tagger_wrote_is_read_in_every_format(string extension)
    {
        var path = folder[$"a.{extension}"];
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=2", path);
        using (var file = TagLib.File.Create(path))
        {
            (file.Tag.Title, file.Tag.Performers, file.Tag.Album, file.Tag.Genres) = ("Jóga", ["Björk", "Someone"], "Homogenic", ["Trip-Hop", "Sad"]);
            (file.Tag.BeatsPerMinute, file.Tag.ReplayGainTrackGain) = (90, -6.5);
            file.Tag.Pictures = [new TagLib.Picture(new TagLib.ByteVector(Some.Picture()))];
            (file.GetTag(TagLib.TagTypes.Apple) as TagLib.Mpeg4.AppleTag)?.SetDashBox("com.apple.iTunes", "MOOD", "Calm");
            (file.GetTag(TagLib.TagTypes.Xiph) as TagLib.Ogg.XiphComment)?.SetField("MOOD", "Calm");
            (file.GetTag(TagLib.TagTypes.Id3v2) as TagLib.Id3v2.Tag)?.AddFrame(
                new TagLib.Id3v2.UserTextInformationFrame("MOOD") { Text = ["Calm"] });
            (file.GetTag(TagLib.TagTypes.Asf) as TagLib.Asf.Tag)?.SetDescriptorString("Calm", "WM/Mood");
            file.Save();
        }

        var tags = await Read().ReadAsync(path, "a", CancellationToken.None);

        Assert.Equal(("Jóga", "Homogenic", "Calm"), (tags.Title, tags.Album, tags.Mood));
        Assert.Contains(tags.Artist, (string[])["Björk, Someone", "Björk/Someone"]); // ID3v2.3
        Assert.Contains(tags.Genre, (string[])["Trip-Hop; Sad", "Trip-Hop"]); // MP4 and RIFF keep one
        Assert.Equal((90.0, -6.5), (tags.Bpm, tags.ReplayGainDb));
        Assert.InRange(tags.Seconds!.Value, 1.8, 2.2);
        Assert.True(tags is { HasCover: true, Playable: true, Probed: true });
    }

    [Fact]
    public async Task Formats_that_no_browser_plays_are_refused()
    {
        var tags = await ReadAsync([.. "MAC "u8, .. new byte[2000]]);

        Assert.Equal(new Tags("name", Playable: false, Probed: true), tags);
    }

    private static TagReader Read() => new(NullLogger<TagReader>.Instance);

    private Task<Tags> ReadAsync(byte[] content)
    {
        File.WriteAllBytes(folder["name.mp3"], content);
        return Read().ReadAsync(folder["name.mp3"], "name.mp3", CancellationToken.None);
    }
}

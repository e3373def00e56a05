using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.Logging;

namespace EmoMusic.Serving.Tests.Player.Tagging;

/// <summary>Files that lie about themselves cost nothing but their own tags.</summary>
[Collection<Alone>]
public sealed class HostileTagTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LogLines log = new();
    private readonly TagReader reader;

    public HostileTagTests() => reader = new(new LoggerFactory([log]).CreateLogger<TagReader>());

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_tag_of_gigabytes_is_refused_by_its_size()
    {
        byte[] claim = [.. "ID3\u0004\0\0"u8, .. Id3.SevenBits((1 << 28) - 1)];
        await using (var file = File.Create(folder["a.mp3"]))
        {
            file.Write(claim);
            file.SetLength(3L << 30); // sparse
            file.Position = (1 << 28) + 9;
            file.Write(Id3.Silence);
        }

        var clock = Stopwatch.StartNew();
        var tags = await reader.ReadAsync(folder["a.mp3"], "a.mp3", CancellationToken.None);

        Assert.Equal(("a", true, true), (tags.Title, tags.Playable, tags.Probed));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("m4a")]
    [InlineData("wav")]
    [InlineData("aiff")]
    [InlineData("wma")]
    [InlineData("webm")]
    public async Task Damaged_files_of_every_format_are_read_or_refused_in_time(string extension)
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-metadata", "title=Title", folder[$"whole.{extension}"]);
        var whole = File.ReadAllBytes(folder[$"whole.{extension}"]);
        var random = new Random(20261125);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 200; round++)
        {
            var damaged = whole.ToArray();
            for (var changes = 1 << random.Next(8); changes > 0; changes--)
            {
                damaged[random.Next(round % 2 == 0 ? Math.Min(600, damaged.Length) : damaged.Length)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));
            }

            File.WriteAllBytes(folder["damaged"], round % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            var tags = await reader.ReadAsync(folder["damaged"], "damaged", CancellationToken.None);

            Assert.True(tags.Probed, $"round {round} stalled: {log.All.LastOrDefault()}");
            Assert.NotEmpty(tags.Title);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task A_tag_with_a_million_frames_ends_in_time()
    {
        var frames = Enumerable.Repeat(Id3.Text("TXXX", "MOOD\0x"), 200_000).ToArray();
        File.WriteAllBytes(folder["a.mp3"], Id3.Version2(4, [Id3.Text("TIT2", "Title"), .. frames]));

        var tags = await reader.ReadAsync(folder["a.mp3"], "a.mp3", CancellationToken.None);

        Assert.Equal(("Title", "x", true), (tags.Title, tags.Mood, tags.Probed));
    }

    [Fact]
    public async Task Long_values_are_cut_between_two_characters()
    {
        File.WriteAllBytes(folder["a.mp3"], Id3.Version2(4, Id3.Text("TIT2", new string('я', 1_000_000)), Id3.Text("TALB", "two\r\nlines")));

        var tags = await reader.ReadAsync(folder["a.mp3"], "a.mp3", CancellationToken.None);

        Assert.Equal((new string('я', 127) + "…", "two lines"), (tags.Title, tags.Album));
    }

    // A stack that overflows ends the program.
    [Theory]
    [InlineData("udta")]
    [InlineData("trak")]
    [InlineData("tags in tags")]
    [InlineData("an index of itself")]
    [InlineData("headers in headers")]
    public async Task A_structure_that_never_ends_is_refused(string kind)
    {
        File.WriteAllBytes(folder["a"], kind switch
        {
            "tags in tags" => Webm(Element([0x12, 0x54, 0xC3, 0x67], Element([0x73, 0x73], Nested(50_000, left => [0x67, 0xC8, .. VarInt(left)])))),
            "an index of itself" => Webm([.. Element([0x15, 0x49, 0xA9, 0x66], []), .. Element([0x11, 0x4D, 0x9B, 0x74], Element(
                [0x4D, 0xBB], [.. Element([0x53, 0xAB], [0x11, 0x4D, 0x9B, 0x74]), .. Element([0x53, 0xAC], [0])]))]),
            "headers in headers" => [.. Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C"), .. BitConverter.GetBytes(30L + (50_000 * 46)),
                1, 0, 0, 0, 1, 2, .. Nested(50_000, left => [.. Convert.FromHexString("B503BF5F2EA9CF118EE300C00C205365"), .. BitConverter.GetBytes(left + 46L),
                    .. Convert.FromHexString("11D2D3ABBAA9CF118EE600C00C205365"), 6, 0, .. BitConverter.GetBytes(left)])],
            _ => [.. "\0\0\0\u0010ftypM4A \0\0\0\0"u8, .. Size(8 + (50_000 * 8)), .. "moov"u8,
                .. Nested(50_000, left => [.. Size(left + 8), .. Encoding.ASCII.GetBytes(kind)])],
        });
        var before = GC.GetTotalAllocatedBytes();

        var tags = await reader.ReadAsync(folder["a"], "a", CancellationToken.None);

        Assert.Equal((false, true), (tags.Playable, tags.Probed));
        Assert.Matches("nested too deeply|has no audio", Assert.Single(log.All)); // the latter if the parser catches the former
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 500_000_000);

        static byte[] Webm(byte[] segment) =>
            [.. Element([0x1A, 0x45, 0xDF, 0xA3], [0x42, 0x82, 0x84, .. "webm"u8]), .. Element([0x18, 0x53, 0x80, 0x67], segment)];

        static byte[] Element(byte[] id, byte[] content) => [.. id, .. VarInt(content.Length), .. content];
        static byte[] VarInt(int size) => [1, 0, 0, 0, .. Size(size)];
        static byte[] Size(int size) => [(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size];
        static byte[] Nested(int levels, Func<int, byte[]> header)
        {
            var length = header(0).Length;
            return [.. Enumerable.Range(1, levels).SelectMany(level => header((levels - level) * length))];
        }
    }

    [Fact]
    public async Task Chapters_in_chapters_are_passed_over()
    {
        const int levels = 20_000;
        var chapters = Enumerable.Range(1, levels).SelectMany(level =>
        {
            var size = ((levels - level) * 28) + 18;
            return (byte[])[.. "CHAP"u8, (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, 0, 0, .. "x\0"u8, .. new byte[16]];
        }).ToArray();
        File.WriteAllBytes(folder["a.mp3"], Id3.Version2(3, Id3.Text("TIT2", 0, "Title"u8.ToArray()), ("CHAP", [.. "x\0"u8, .. new byte[16], .. chapters])));
        var before = GC.GetTotalAllocatedBytes();

        var tags = await reader.ReadAsync(folder["a.mp3"], "a.mp3", CancellationToken.None);

        Assert.Equal(("Title", true), (tags.Title, tags.Probed));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 500_000_000);
    }

    [Fact]
    public void Frames_beyond_what_any_program_writes_take_no_memory()
    {
        var covers = Enumerable.Repeat(("APIC", (byte[])[0, .. "i\0"u8, 3, 0, (byte)'x']), 50_000);
        using var stream = new MemoryStream(Id3.Version2(4, [Id3.Text("TIT2", "Title"), .. covers]));

        using var file = TaggedFile.Open(stream, AudioFormat.Mp3);

        var tag = Assert.IsType<TagLib.Id3v2.Tag>(file.GetTag(TagLib.TagTypes.Id3v2));
        Assert.Equal("Title", tag.Title);
        Assert.InRange(tag.GetFrames().Count(), 2, 10_000); // of 50,000, which took a kilobyte each
    }

    [Fact]
    public void Millions_of_empty_tags_are_not_read_one_by_one()
    {
        File.WriteAllBytes(folder["a.mp3"], [.. Enumerable.Repeat<byte[]>([.. "ID3\u0004"u8, .. new byte[6]], 1_000_000).SelectMany(tag => tag), .. Id3.Silence]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(32, AudioHash.Of(folder["a.mp3"]).Length);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_pipe_is_never_opened()
    {
        using var mkfifo = Process.Start("mkfifo", [folder["pipe.mp3"]]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["link.mp3"], folder["pipe.mp3"]);

        foreach (var name in new[] { "pipe.mp3", "link.mp3" })
        {
            var tags = await reader.ReadAsync(folder[name], name, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            Assert.Equal((false, true), (tags.Playable, tags.Probed));
        }
    }

    [Fact]
    public async Task A_file_that_vanished_is_tried_again()
    {
        var tags = await reader.ReadAsync(folder["gone.mp3"], "gone.mp3", CancellationToken.None);

        Assert.Equal(new Tags("gone"), tags);
    }
}

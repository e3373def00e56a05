using System.Diagnostics;
using System.Runtime.Versioning;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.Extensions.Logging;

namespace EmoMusic.Serving.Tests.Player.Tagging;

/// <summary>Files that lie about themselves cost nothing but their own tags.</summary>
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

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Subsonic;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>10,000 mutated playlists, XSPF files, tag blocks and Subsonic answers, always the same ones.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Mutations = 2500; // of each kind

    private static readonly byte[][] Playlists =
    [
        "#EXTM3U\n#EXTINF:1,Björk\nPop/Björk/Jóga.mp3\nfile:///C:/Music/a%20b.mp3\r\n\\\\nas\\x\\a.mp3\nnested.m3u\n"u8.ToArray(),
        [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("#EXTM3U\nPop/a.mp3\n%00\n..\\..\\a.mp3\n")],
        Encoding.Latin1.GetBytes("Pop/Björk/Jóga.mp3\n/abs/%ff%fe/a.mp3\n"),
    ];

    private static readonly byte[][] Xspfs =
    [
        "<?xml version=\"1.0\"?><playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\" xml:base=\"file:///m/\"><trackList><track><location>Pop/a.mp3</location></track><track xml:base=\"x/\"><location>%00&#x1F3B5;</location></track></trackList></playlist>"u8.ToArray(),
    ];

    private static readonly byte[][] Answers =
    [
        """{"subsonic-response":{"status":"ok","version":"1.16.1","searchResult3":{"song":[{"id":"1","title":"a\u0000b","artist":null,"duration":1e9,"bpm":"x","moods":["a",1],"genres":[{"name":"Pop"}],"isDir":false},{"id":2}]}}}"""u8.ToArray(),
        """<subsonic-response status="ok"><searchResult3><song id="1" title="a"><genres name="x"/></song></searchResult3></subsonic-response>"""u8.ToArray(),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ten_thousand_mutations_cause_no_exception_out_of_its_place()
    {
        var random = new Random(20261125);
        var clock = Stopwatch.StartNew();
        var files = new[] { "Pop/a.mp3", "Pop/Björk/Jóga.mp3", "nested.m3u", "sad.m3u", "sad.xspf", "x.mp3" };
        File.WriteAllText(folder["nested.m3u"], "Pop/a.mp3\nnested.m3u\n");
        byte[][] audio = [Some.Mp3(Some.Picture(), ("TIT2", "a"), ("TPE1", "b")), Some.Wav(1), Flac(), Ogg(), Mp4(), Matroska(), Asf()];

        foreach (var (name, seeds) in new[] { ("sad.m3u", Playlists), ("sad.xspf", Xspfs), ("x.mp3", audio), ("", Answers) })
        {
            for (var i = 0; i < Mutations; i++)
            {
                var bytes = Mutate(seeds[i % seeds.Length], random);
                if (name.Length == 0)
                {
                    ReadAnswer(bytes);
                    continue;
                }

                File.WriteAllBytes(folder[name], bytes);
                if (name == "x.mp3")
                {
                    Assert.InRange(AudioHash.Of(folder[name]).Length, 1, 32);
                    continue;
                }

                var all = files.Select(file => new MusicFile(file, folder[file], bytes.Length, 0)).ToList();
                try
                {
                    _ = PlaylistFile.Read(all.Single(file => file.Location == name), new LocationIndex(folder.Path, all));
                }
                catch (InvalidDataException)
                {
                    // its place
                }
            }
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60); // some seconds, on a quiet machine
    }

    [Fact]
    public async Task A_scan_of_mutated_files_ends_in_time_and_loses_no_like()
    {
        var random = new Random(20261126);
        Some.File(folder, "happy/good.mp3", Some.Mp3(("TIT2", "good"), ("TPE1", "someone")));
        await using var service = await TestServer.PlayingAsync(folder.Path);
        var liked = Assert.Single(await service.TracksAsync("happy")).Text("id");
        using var like = await service.Http.PutAsync($"api/tracks/{liked}/like", null);
        byte[][] audio = [Some.Mp3(Some.Picture(), ("TIT2", "a"), ("TXXX", "MOOD=happy")), Some.Wav(1)];
        for (var i = 0; i < 100; i++)
        {
            Some.File(folder, $"sad/{i}.mp3", Mutate(audio[i % audio.Length], random));
        }

        foreach (var (name, seeds) in new[] { ("angry.m3u", Playlists), ("fear.m3u8", Playlists), ("disgust.xspf", Xspfs) })
        {
            File.WriteAllBytes(folder[name], Mutate(seeds[0], random));
        }

        var clock = Stopwatch.StartNew();
        Assert.True((await service.ScanAsync()).GetProperty("finished").GetBoolean());

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
        var good = Assert.Single(await service.TracksAsync("happy?approach=match"), track => track.Text("id") == liked);
        Assert.True(good.GetProperty("liked").GetBoolean());
    }

    private static void ReadAnswer(byte[] bytes)
    {
        try
        {
            foreach (var song in SubsonicAnswer.Parse(bytes)?.Child("searchResult3")?.Items("song") ?? [])
            {
                _ = SubsonicSong.From(song);
            }
        }
        catch (JsonException)
        {
            // its place
        }
    }

    // One to eight changes: a byte, a run of one byte, a cut, a repetition, or something nasty.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[][] nasty = ["\0"u8.ToArray(), "%00"u8.ToArray(), "\ufeff"u8.ToArray(), [0xFF, 0xFE], [0xED, 0xA0, 0x80], "../"u8.ToArray(), "\\"u8.ToArray(),
            "\r\n"u8.ToArray(), "<![CDATA["u8.ToArray(), "&x;"u8.ToArray(), "{"u8.ToArray(), "null"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF], "1e999"u8.ToArray()];
        var bytes = seed.ToList();
        for (var changes = random.Next(1, 9); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(Math.Min(bytes.Count, 400)); // where the structure is
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 50)));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at) % 200);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 100))));
                    break;
                default:
                    bytes.InsertRange(at, nasty[random.Next(nasty.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    // The structure of each container, without real audio.
    private static byte[] Flac() => [.. "fLaC"u8, 0, 0, 0, 34, .. new byte[34], 0x84, 0, 0, 8, .. new byte[8], .. new byte[500]];

    private static byte[] Ogg() => [.. Page(0, 30), .. Page(0, 200), .. Page(1000, 250), .. Page(2000, 100)];

    private static byte[] Page(long position, byte size) =>
        [.. "OggS"u8, 0, 0, .. BitConverter.GetBytes(position), .. new byte[12], 1, size, .. new byte[size]];

    private static byte[] Mp4() => [.. "\0\0\0\x10ftypM4A \0\0\0\0"u8, .. "\0\0\0\x20mdat"u8, .. new byte[24], .. "\0\0\0\x08moov"u8];

    private static byte[] Matroska() => [0x1A, 0x45, 0xDF, 0xA3, 0x84, 0, 0, 0, 0, 0x18, 0x53, 0x80, 0x67, 0xFF, 0x1F, 0x43, 0xB6, 0x75, 0x88, .. new byte[8]];

    private static byte[] Asf() =>
    [
        .. Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C"), 24, .. new byte[7],
        .. Convert.FromHexString("3626B2758E66CF11A6D900AA0062CE6C"), 74, .. new byte[7], .. new byte[50],
    ];
}

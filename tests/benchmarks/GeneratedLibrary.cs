using System.Globalization;
using System.Text;

namespace EmoMusic.Benchmarks;

/// <summary>
/// A library of so many files: each an MP3 of three seconds with tags of its own, so that no two are the same. A thousand
/// albums of twenty tracks, in folders by artist, an eighth of them in folders called after a mood.
/// </summary>
internal sealed class GeneratedLibrary : IDisposable
{
    private const int Album = 20; // tracks
    private static readonly string[] Genres = ["Pop", "Rock", "Metal", "Blues", "Ambient", "Techno", "Soundtrack", "Polka"];
    private static readonly string[] Moods = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    public GeneratedLibrary(int files)
    {
        byte[] frame = [0xFF, 0xFB, 0x50, 0, .. new byte[204]]; // 64 kbit/s, 44.1 kHz: 26 ms of silence
        byte[] silence = [.. Enumerable.Repeat(frame, 115).SelectMany(each => each)];
        for (var number = 0; number < files; number++)
        {
            var (album, genre) = (number / Album, Genres[number / Album % Genres.Length]);
            var top = album % 8 == 0 ? Moods[album / 8 % Moods.Length] : "music";
            var directory = Path.Combine(Folder, top, $"Artist {album / 3}", $"Album {album}");
            Directory.CreateDirectory(directory);
            byte[] frames = [
                .. Frame("TIT2", $"Track {number}"), .. Frame("TPE1", $"Artist {album / 3}"), .. Frame("TALB", $"Album {album}"),
                .. Frame("TCON", genre), .. Frame("TBPM", string.Create(CultureInfo.InvariantCulture, $"{60 + (number % 120)}"))];
            File.WriteAllBytes(
                Path.Combine(directory, $"{number % Album} - Track {number}.mp3"),
                [.. "ID3\u0004\0\0"u8, .. Size(frames.Length), .. frames, .. silence]);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("emomusic-library-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Frame(string name, string text) =>
        [.. Encoding.ASCII.GetBytes(name), .. Size(text.Length + 1), 0, 0, 3, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Size(int size) => [(byte)(size >> 21), (byte)(size >> 14 & 127), (byte)(size >> 7 & 127), (byte)(size & 127)];
}

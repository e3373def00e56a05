using System.Globalization;
using Spectre.Console;

namespace EmoMusic.ComposeMusic;

/// <summary>Pieces that people placed, as they may lie in a library: whether the regression knows them again.</summary>
internal static class DisturbedPieces
{
    private const string Mp3 = "mp3", Equalised = "equalised", Mastered = "mastered", Instruments = "instruments";
    private const string Limiter = "alimiter=limit=0.9:level=0";

    private static readonly int[] OtherInstruments =
    [
        Rhodes, DigitalPiano, MusicBox, Vibraphone, Marimba, Organ, NylonGuitar, CleanGuitar, Distortion, Strings, Choir,
        Brass, AltoSax, Flute, Square, WarmPad,
    ];

    /// <summary>
    /// Plays each score of a folder, and writes it in four other ways into folders of <paramref name="output"/>. What is there
    /// already stays, so that it goes on where it ended.
    /// </summary>
    /// <param name="scores">A folder of <c>NAME.mid</c>.</param>
    /// <param name="played">The folder for <c>NAME.wav</c>, as they sound undisturbed: as train-music.sh plays them.</param>
    /// <param name="output">The folder to write into.</param>
    /// <param name="seed">Draws levels, filters, noise and instruments.</param>
    public static int Record(string scores, string played, string output, int seed) => Studio.Guard(() =>
    {
        Studio.CheckTools();
        var pieces = Directory.Exists(scores)
            ? Directory.GetFiles(scores, "*.mid").Order(StringComparer.Ordinal).ToArray() : [];
        if (pieces.Length == 0)
        {
            throw new StudioException($"{scores}: found no score, expected a folder of MIDI files (.mid). Choose another by --scores.");
        }

        using var workshop = new Workshop();
        AnsiConsole.Progress().Start(progress =>
        {
            var bar = progress.AddTask("Disturbing", maxValue: pieces.Length);
            foreach (var (index, piece) in pieces.Index())
            {
                Record(piece, index, played, output, seed, workshop.FileFor("piece"));
                bar.Increment(1);
            }
        });
        AnsiConsole.WriteLine($"{pieces.Length} pieces in {output}, each in four ways");
    });

    private static void Record(string piece, int index, string played, string output, int seed, string work)
    {
        var random = new Random(unchecked((seed * 100_003) + index));
        var name = Path.GetFileNameWithoutExtension(piece);
        // By the position in the folder, so that all instruments play equally often.
        var changed = OtherInstrument.Play(
            File.ReadAllBytes(piece), OtherInstruments[(int)((uint)(index + seed) % OtherInstruments.Length)])
            ?? throw new StudioException($"{piece}: found no standard MIDI file, or one that is cut off. Remove it.");
        var sound = Path.Combine(Studio.MakeFolder(played), name + ".wav");
        if (!File.Exists(sound))
        {
            Play(piece, work + ".wav");
            File.Move(work + ".wav", sound);
        }

        var isMono = random.Next(3) == 0;
        Encode(Mp3, ".mp3", [
            "-i", sound, "-af", $"volume={Even(-12, 6)}dB,{Limiter}", "-ac", isMono ? "1" : "2", "-c:a", "libmp3lame", "-b:a", "64k",
        ]);
        Encode(Equalised, ".mp3", [
            "-i", sound, "-f", "lavfi", "-i",
            $"anoisesrc=color=pink:seed={random.Next()}:amplitude={Number(Math.Pow(10, Between(-60, -40) / 20))}",
            "-filter_complex", $"[0]bass=g={Even(-8, 8)}:f=200,treble=g={Even(-8, 8)}:f=3000,{Limiter}[music];"
                + "[music][1]amix=inputs=2:duration=first:normalize=0",
            "-c:a", "libmp3lame", "-b:a", "128k",
        ]);
        Encode(Mastered, ".flac", ["-i", sound, "-af", $"volume=15dB,{Limiter}", "-c:a", "flac", "-sample_fmt", "s16"]);

        File.WriteAllBytes(work + ".mid", changed);
        Write(Instruments, ".mp3", to =>
        {
            Play(work + ".mid", work + ".wav");
            Studio.Run("ffmpeg", "-y", "-i", work + ".wav", "-c:a", "libmp3lame", "-b:a", "192k", to);
        });

        void Encode(string way, string ending, string[] arguments) =>
            Write(way, ending, to => Studio.Run("ffmpeg", ["-y", .. arguments, "-ar", "44100", to]));

        void Write(string way, string ending, Action<string> make)
        {
            var file = Path.Combine(Studio.MakeFolder(Path.Combine(output, way)), name + ending);
            if (!File.Exists(file))
            {
                make(work + ending);
                File.Move(work + ending, file);
            }
        }

        string Even(double low, double high) => Number(Between(low, high));
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
    }

    private static void Play(string score, string to) =>
        Studio.Run("fluidsynth", "-ni", "-r", "44100", "-F", to, Studio.SoundFont, score);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

#!/usr/bin/env dotnet
// Composes the demo music: three original tracks for each of the seven emotions, as MP3 files with tags.
//
//     dotnet run data-scripts/compose-music.cs                   # all 21 into serving/music
//     dotnet run data-scripts/compose-music.cs -- --help
//
// A track is written below as a score in a few lines: form, chords, melody fragments, grooves. The arranger makes a
// performance of it (voice leading, variations, fills, human timing), FluidSynth plays that, ffmpeg makes the MP3.
// The same seed gives the same bytes.
#:package Spectre.Console
#:package System.CommandLine

using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Spectre.Console;
using static Instrument;
using static Part;

var output = new Option<string>("--output")
{
    Description = "The folder to write into, one folder an emotion",
    DefaultValueFactory = _ => "serving/music",
};
var seed = new Option<int>("--seed")
{
    Description = "Draws variations, fills, and human timing and touch",
    DefaultValueFactory = _ => 21,
    CustomParser = result => Flags.WholeNumber(result),
};
var only = new Option<string?>("--only") { Description = "One emotion: " + string.Join(", ", Scores.Emotions) };
only.Validators.Add(result => Flags.CheckEmotion(result));

var midi = new Option<bool>("--midi")
{
    Description = "Write MIDI files instead of MP3: at once, and no other program is needed",
};

var program = new RootCommand("Composes the demo music of EmoMusic.") { output, seed, only, midi };
program.SetAction(line =>
{
    var tracks = Scores.All.Where(track => line.GetValue(only) is not { } emotion || track.Emotion == emotion);
    return Studio.Record([.. tracks], line.GetValue(output)!, line.GetValue(seed), line.GetValue(midi));
});
return program.Parse(args).Invoke();

/// <summary>From scores to files: arrange, play, measure, encode.</summary>
internal static partial class Studio
{
    private const double Loudness = -18; // LUFS, EBU R128
    private const double Ceiling = 0.76; // of full scale, -2.4 dB: MP3 overshoots what it is given
    private const double Encoding = 0.45; // dB that LAME takes from what it encodes at an average bit rate
    private const string SoundFont = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

    public static int Record(Track[] tracks, string output, int seed, bool midi)
    {
        try
        {
            if (!midi)
            {
                CheckTools();
            }

            using var workshop = new Workshop();
            AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
                .Start(progress =>
                {
                    var bar = progress.AddTask("Composing", maxValue: tracks.Length);
                    Parallel.ForEach(tracks, track =>
                    {
                        Record(track, output, Midi.Write(Arranger.Perform(track, seed), track), midi, workshop);
                        bar.Increment(1);
                    });
                });
            AnsiConsole.WriteLine($"{tracks.Length} tracks in {output}");
            return 0;
        }
        catch (Exception problem) when ((problem as AggregateException)?.InnerException is StudioException inner)
        {
            Console.Error.WriteLine(inner.Message);
        }
        catch (Exception problem) when (problem is StudioException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
        }

        return 1;
    }

    private static void Record(Track track, string output, byte[] score, bool midi, Workshop workshop)
    {
        var file = Path.Combine(MakeFolder(Path.Combine(output, track.Emotion)), $"{track.Artist} - {track.Title}");
        if (midi)
        {
            File.WriteAllBytes(file + ".mid", score);
            return;
        }

        var work = workshop.FileFor(track);
        File.WriteAllBytes(work + ".mid", score);
        Run("fluidsynth", "-ni", "-g", "0.5", "-r", "44100", "-O", "float", "-T", "wav", "-F", work + ".wav",
            "-o", "synth.cpu-cores=1", "-o", "synth.polyphony=512", "-o", "synth.reverb.room-size=0.7",
            "-o", "synth.reverb.level=0.6", "-o", "synth.reverb.damp=0.3", SoundFont, work + ".mid");
        Master(track, work + ".wav", work + ".master.wav");
        Encode(track, work + ".master.wav", file + ".mp3");
    }

    private static string MakeFolder(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StudioException(
                $"The folder {folder} cannot be made, choose another by --output. {problem.Message}");
        }
    }

    // Turned round, the end is the start: there the silence goes, and a fade of half a second takes its place.
    private static void Master(Track track, string from, string to) => Run(
        "ffmpeg", "-y", "-i", from, "-af",
        $"highpass=f=30,{track.Sound},aresample=32000,silenceremove=start_periods=1:start_threshold=-60dB,"
        + "areverse,silenceremove=start_periods=1:start_threshold=-50dB,afade=d=0.5,areverse",
        "-c:a", "pcm_f32le", "-bitexact", to);

    private static void Encode(Track track, string from, string to)
    {
        var gain = 0.0;
        for (var round = 0; round < 4; round++) // the limiter takes a little away, which the next round gives back
        {
            var log = Run("ffmpeg", "-i", from, "-af", $"{Louder(gain)},ebur128", "-f", "null", "-");
            gain += Loudness - double.Parse(IntegratedLoudness().Matches(log)[^1].Groups[1].Value);
        }

        string[] tags =
        [
            $"title={track.Title}", $"artist={track.Artist}", "album=EmoMusic", $"genre={track.Genre}",
            $"TBPM={track.Bpm}", $"TKEY={track.Key}", $"TMOO={track.Emotion}", $"MOOD={track.Emotion}",
            "comment=CC0 1.0: no rights reserved",
        ];
        Run("ffmpeg", [
            "-y", "-i", from, "-map_metadata", "-1", .. tags.SelectMany(tag => (string[])["-metadata", tag]),
            "-af", Louder(gain + Encoding), "-c:a", "libmp3lame", "-abr", "1", "-b:a", "80k",
            "-compression_level", "2", "-flags", "+bitexact", "-fflags", "+bitexact", "-id3v2_version", "4", to,
        ]);
    }

    private static string Louder(double decibels) =>
        $"volume={decibels:f2}dB,alimiter=limit={Ceiling}:attack=3:release=80:level=0";

    private static void CheckTools()
    {
        Check(OnPath("fluidsynth"), "fluidsynth was not found on the PATH, and it plays the scores", "fluidsynth");
        Check(OnPath("ffmpeg"), "ffmpeg was not found on the PATH, and it makes the MP3 files", "ffmpeg");
        Check(File.Exists(SoundFont), $"The sound font {SoundFont} is missing", "fluid-soundfont-gm");
    }

    private static void Check(bool there, string missing, string package)
    {
        if (!there)
        {
            throw new StudioException($"{missing}; install it: apt-get install {package}");
        }
    }

    private static bool OnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEndAsync();
        var log = process.StandardError.ReadToEnd() + answer.Result;
        process.WaitForExit();
        return process.ExitCode == 0
            ? log
            : throw new StudioException($"{tool} ended with code {process.ExitCode}, expected 0. It said:\n{log}");
    }

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex IntegratedLoudness();
}

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class StudioException(string message) : Exception(message);

/// <summary>A folder for MIDI and WAV files, gone afterwards.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("compose-music-").FullName;

    public string FileFor(Track track) => Path.Combine(folder, track.Title.Replace(' ', '-'));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>What the flags accept.</summary>
internal static class Flags
{
    public static int WholeNumber(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (!int.TryParse(result.Tokens[0].Value, out var number))
        {
            result.AddError($"--seed: found {result.Tokens[0].Value}, expected a whole number.");
        }

        return number;
    }

    public static void CheckEmotion(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var token] && !Scores.Emotions.Contains(token.Value))
        {
            result.AddError($"--only: found {token.Value}, expected one of {string.Join(", ", Scores.Emotions)}.");
        }
    }
}

/// <summary>
/// One score. The form is a list of sections as bars, kind and level: <c>8A6</c> is eight bars of theme A at level 6.
/// Kinds: i intro, A and B the themes, d breakdown, x a stop of one bar, o ending. The level, 1 to 9, says how loud a
/// section is and who plays in it.
/// </summary>
internal sealed record Track(string Emotion, string Title, string Genre, int Bpm, string Key, string Form)
{
    public string Artist { get; init; } = "EmoMusic Ensemble";
    public required Theme A { get; init; }
    public required Theme B { get; init; }
    public required Part[] Parts { get; init; }

    /// <summary>A drum, the levels in which it plays, and its groove: "Kick 3-9 x...x...x...x...".</summary>
    public string[] Drums { get; init; } = [];
    public int Kit { get; init; }
    public int DrumVolume { get; init; } = 100;

    public int Beats { get; init; } = 4; // half beats count: 3.5 quarter notes are a bar of 7/8
    public bool HalfBeat { get; init; }
    public int Steps { get; init; } = 4; // a beat, in the grooves
    public double Swing { get; init; } // how late the second half of a swung pair is, as a share of that half
    public double SwungPair { get; init; } = 1; // in beats
    public double Human { get; init; } = 1; // 0 is a machine
    public bool Fits { get; init; } = true; // long notes that clash with their chord move aside
    public bool Pumps { get; init; } // chords duck under the kick, as in dance music
    public double Ritard { get; init; } // how much slower the last bars end, as a share of the tempo
    public string Sound { get; init; } = "anull"; // filters of ffmpeg

    public double BarBeats => Beats + (HalfBeat ? 0.5 : 0);
    public int BarSteps => (int)(BarBeats * Steps);
    public bool IsMinor => Key.EndsWith('m');
    public int Tonic => Pitch.Class(Key.TrimEnd('m'));
    public int[] Scale => IsMinor ? [0, 2, 3, 5, 7, 8, 10] : [0, 2, 4, 5, 7, 9, 11];
}

/// <summary>
/// Eight bars: motif, answer, motif again, cadence, each fragment two bars long. Chords are Roman numerals against the
/// major scale, a bar each, or two to a bar with a comma. Notes are scale degrees: <c>#7,q.</c> is the raised seventh,
/// an octave down, a dotted quarter. Lengths: w h q e s, and t and d are one and two thirds of a beat.
/// </summary>
internal sealed record Theme(string Chords, string Motif, string Answer, string Cadence);

internal enum Role
{
    Lead,
    Counter,
    Comp,
    Bass,
    Power,
    Riser,
}

/// <summary>
/// What one instrument does. A pattern has a letter a step, bars separated by spaces: X x o a chord, accented to
/// ghosted; 1 2 3 4… the chord's voices; - hold; . rest. For bass and power chords 1 b 2 m 3 4 t 5 6 7 8 are
/// intervals above the root and a leads to the next root.
/// </summary>
internal sealed record Part(
    Role Role, int Instrument, string Pattern, string PatternB, int Octave, int Volume, int Pan, int From, string In,
    int Reverb)
{
    private const string Everywhere = "iABdxo";

    public int Shift { get; init; } // scale degrees above the melody
    public bool Rings { get; init; } // single notes sound on until the chord changes

    public static Part Lead(int who, int octave, int volume = 100, int pan = 64, int from = 1, string @in = "ABdo",
        int shift = 0, int reverb = 55) =>
        new(Role.Lead, who, "", "", octave, volume, pan, from, @in, reverb) { Shift = shift };

    public static Part Counter(int who, int octave, int volume = 70, int pan = 40, int from = 1) =>
        new(Role.Counter, who, "", "", octave, volume, pan, from, Everywhere, Reverb: 70);

    public static Part Comp(int who, string pattern, int octave = 4, int volume = 80, int pan = 64, int from = 1,
        string b = "", string @in = Everywhere, bool rings = false, int reverb = 45) =>
        new(Role.Comp, who, pattern, b, octave, volume, pan, from, @in, reverb) { Rings = rings };

    public static Part Bass(int who, string pattern, string b = "", int octave = 1, int volume = 100, int from = 1,
        int pan = 64, int reverb = 12) =>
        new(Role.Bass, who, pattern, b, octave, volume, pan, from, Everywhere, reverb);

    public static Part Power(int who, string pattern, string b = "", int volume = 84, int pan = 64, int from = 1) =>
        new(Role.Power, who, pattern, b, Octave: 2, volume, pan, from, Everywhere, Reverb: 25);

    public static Part Riser(int volume = 80) =>
        new(Role.Riser, ReverseCymbal, "", "", Octave: 4, volume, Pan: 64, From: 1, Everywhere, Reverb: 60);
}

/// <summary>The instruments in use, numbered as in General MIDI.</summary>
internal static class Instrument
{
    public const int
        Piano = 0, BrightPiano = 1, Rhodes = 4, DigitalPiano = 5, Clavinet = 7, Celesta = 8, Glockenspiel = 9,
        MusicBox = 10, Vibraphone = 11, Marimba = 12, Xylophone = 13, Organ = 16, Harmonica = 22,
        NylonGuitar = 24, SteelGuitar = 25, JazzGuitar = 26, CleanGuitar = 27, MutedGuitar = 28, Overdrive = 29,
        Distortion = 30, UprightBass = 32, FingerBass = 33, PickBass = 34, FretlessBass = 35, SlapBass = 36,
        SynthBass = 38, DeepBass = 39, Violin = 40, Viola = 41, Cello = 42, Contrabass = 43, TremoloStrings = 44,
        Pizzicato = 45, Harp = 46, Timpani = 47, Strings = 48, SlowStrings = 49, Choir = 52, OrchestraHit = 55,
        Trumpet = 56, Trombone = 57, Tuba = 58, MutedTrumpet = 59, Horn = 60, Brass = 61, SynthBrass = 62,
        AltoSax = 65, TenorSax = 66, BaritoneSax = 67, EnglishHorn = 69, Bassoon = 70, Clarinet = 71, Flute = 73,
        Whistle = 78, Square = 80, Saw = 81, WarmPad = 89, ChoirPad = 91, BowedGlass = 92, SweepPad = 95,
        Atmosphere = 99, Kalimba = 108, Taiko = 116, ReverseCymbal = 119;
}

/// <summary>The music itself: tempo, mode, register and instruments by mood, three styles a mood.</summary>
internal static class Scores
{
    public static readonly string[] Emotions = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    public static readonly Track[] All =
    [
        // ---- angry: fast, loud, minor, distorted
        new("angry", "Redline", "Rock", 144, "Em", "4i6 8A7 8B8 8A8 8B9 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bVI bVII i i bVI,bVII i",
                "1q. 1e 3q 4q 5q. 4e 3q 1q", "6q. 6e 5q 3q 7q. 6e 5h", "6e 6e 5q 7e 7e 6q 1'h. rq"),
            B = new("bVI bVII i i bVI bVII bIII,bVII i",
                "1'q 1'e 7e 6h 7q 7e 6e 5h", "5q 5e 4e 3h 4q 3q 1h", "3'q 2'q 2'e 1'e 7q 1'h. rq"),
            Parts =
            [
                Power(Distortion, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1-----1-1---1---", pan: 18),
                Power(Overdrive, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1-----1-1---1---", pan: 110),
                Bass(PickBass, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1.1.1.1.1.1.1.1a", volume: 124),
                Lead(Overdrive, 4, volume: 96, from: 7), Lead(Distortion, 4, volume: 74, pan: 84, from: 9, shift: 2),
                Comp(Saw, "x---------------", volume: 44, pan: 84, from: 7),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 5-9 x.....x.x.x..... x.....x.x.x...x.", "Snare 6-9 ....X.......X...",
                "Hat 5-7 X.x.X.x.X.x.X.x.", "Ride 8-9 X.x.X.x.X.x.X.x.",
            ],
        },
        new("angry", "Iron Weather", "Metal", 152, "Dm", "4i7 8A8 8B7 8A9 8B8 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bII i i i bVI,bII i",
                "1q 1e b2e 1q 7,q 1q 3e b2e 1h", "b2q. 4e 5q 4q 3q b2q 1h", "6q 5q 4e 3e b2q 1h. rq"),
            B = new("i bVI bIII bVII i bVI bII,V i",
                "5q. 4e 3e 4e 5q 6q. 5e 3h", "7q. 5e 3e 5e 7q 2'q. 1'e 7h", "b2'q 1'e 6e #7q 2'q 1'h. rq"),
            Parts =
            [
                Power(Distortion, "1-111-111-111-m- 1-111-114-m-b-1-", "1-------1-111-11", pan: 14),
                Power(Distortion, "1-111-111-111-m- 1-111-114-m-b-1-", "1-------1-111-11", pan: 114),
                Bass(PickBass, "1-111-111-111-m- 1-111-114-m-b-1-", "1-1-1-1-1-111-11", volume: 124),
                Lead(Distortion, 4, volume: 88, from: 7),
                Lead(Overdrive, 4, volume: 70, pan: 90, from: 8, shift: 2, @in: "B"),
                Comp(Choir, "x---------------", octave: 4, volume: 96, pan: 50, @in: "Bo"),
                Comp(Strings, "x---------------", octave: 5, volume: 84, pan: 80, @in: "Bo"),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 6-7 x.......x.xxx.xx", "Kick 8-8 x.xxx.xxx.xxx.xx x.xxx.xxxxxxxxxx", "Kick 9-9 xxxxxxxxxxxxxxxx",
                "Snare 7-7 ........X.......", "Snare 8-9 ....X.......X...", "China 7-7 X...X...X...X...",
                "Ride 8-9 X...X...X...X...", "Hat 6-6 X...X...X...X...",
            ],
        },
        new("angry", "Broken Curfew", "Punk", 168, "Am", "4i6 8A7 8A8 8B9 8A8 8B9 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bVI bVII i i bIII,bVII i",
                "5e 5e 5e 4e 5q 3q 5e 5e 5e 4e 3q 1q", "6e 6e 6e 5e 6q 1'q 7e 7e 7e 6e 5h", "5q 5e 3e 4q 2q 1h. rq"),
            B = new("bVI bIII bVII i bVI bIII V i",
                "1'h. 7e 6e 5h. 3q", "4h. 5e 4e 3h. 1q", "2q 3q #7,q 2q 1h. rq"),
            Parts =
            [
                Power(Overdrive, "1.1.1.1.1.1.1.1.", "1-1-1-1-1-1-1-1-", pan: 20, volume: 90),
                Power(Distortion, "1.1.1.1.1.1.1.1.", "1-1-1-1-1-1-1-1-", pan: 106, volume: 76, from: 7),
                Bass(PickBass, "1.1.1.1.1.1.1.5.", "1.1.1.1.1.1.5.a.", volume: 124),
                Lead(CleanGuitar, 4, volume: 88, pan: 76, from: 7), Lead(Overdrive, 4, volume: 84, from: 8),
                Lead(Choir, 4, volume: 92, pan: 48, from: 9, @in: "B"),
            ],
            Kit = 8,
            Drums =
            [
                "Kick 6-9 x.....x.x.x.....", "Snare 7-9 ....X.......X...", "Hat 7-8 X.x.X.x.X.x.X.x.",
                "OpenHat 9-9 X...X...X...X...", "LowTom 6-6 x.x.x.x.x.x.x.x.",
            ],
        },

        // ---- disgust: minor, chromatic, lurching; near anger, but slower
        new("disgust", "Something in the Sink", "Chamber Oddity", 96, "Cm", "2i4 8A5 8B7 4o5")
        {
            Beats = 5,
            Fits = false,
            Ritard = 0.2,
            A = new("i i bII i i iv bII,V i",
                "1q 1e b2e 1q #7,q 1q b5q. 4e 3q b2q 1q", "4q 4e b5e 4q 3q b2q 1q. #7,e 1h rq",
                "b2q. 4e 5e b5e 4q #7,q 1h. rh"),
            B = new("iv iv i i bVI bVI V7 i",
                "4q #4e 5e b5q 4h 6q 5e #4e 4q 3h", "3q 2e 4e 3q 1h b2q 1e #7,e 1q 5,h",
                "5q b5e 4e 3e 2e b2e 1e #7,q 1h. rh"),
            Parts =
            [
                Bass(Tuba, "1---....5---1---b-..", "1---....5---8---t-..",
                    octave: 1, volume: 100, pan: 50, reverb: 40),
                Comp(Pizzicato, "....x.......x...x.o.", octave: 4, volume: 96, pan: 88),
                Lead(Bassoon, 3, volume: 110, pan: 56, @in: "Ao"),
                Lead(MutedTrumpet, 4, volume: 92, pan: 78, @in: "Bo"),
                Lead(Clarinet, 3, volume: 78, pan: 40, from: 7, shift: -2, @in: "B"),
                Comp(Xylophone, "........3.2.........", octave: 5, volume: 110, pan: 104, from: 5),
                Counter(Trombone, 3, volume: 80, pan: 30, from: 5),
            ],
            Kit = 48,
            Drums =
            [
                "Kick 4-9 x.......x...........", "Guiro 4-9 ....X-..........x...", "Rim 5-9 ........x.....x...x.",
                "Tambourine 7-9 ....x.......x...x...",
            ],
        },
        new("disgust", "Sour Milk Shuffle", "Swamp Blues", 84, "Gm", "4i4 8A5 8B7 4o6")
        {
            Artist = "EmoMusic Amplified",
            Steps = 3,
            Fits = false,
            A = new("i i iv i i V7 bII7,V7 i",
                "1d 3t 4d b5t 4q 3q 1d b2t 1d 7,t 1h", "4d b5t 4d 3t 1q 4q 5d b5t 4d 3t 1h",
                "b2d 4t 6q 5d b5t 4d #7,t 1h. rq"),
            B = new("iv iv i i bVI7 V7 V7 i",
                "1'q 7d 6t 5q b5q 4h. rq", "1'q 7d 5t b5q 4q 3h. rq", "5d b5t 4d 3t 2d b2t 1d #7,t 1h. rq"),
            Parts =
            [
                Bass(FretlessBass, "1-.1-.b-.1-. 1-.5-.t-.4-a", "1-.1-85-.4-b", volume: 112),
                Lead(BaritoneSax, 3, volume: 112, pan: 58, @in: "Ao"),
                Lead(Overdrive, 4, volume: 72, pan: 74, @in: "Bo"),
                Lead(TenorSax, 3, volume: 76, pan: 40, from: 7, @in: "B"),
                Comp(MutedGuitar, "..x..o..x..o", octave: 3, volume: 104, pan: 100),
                Comp(Rhodes, "...x-....x-.", octave: 4, volume: 90, pan: 28, from: 5, b: "x-----------"),
            ],
            Drums =
            [
                "Kick 4-9 x....xx.....", "Snare 5-9 ...X.o...X.o", "Hat 4-6 X.xx.xX.xx.x", "Ride 7-9 X.xx.xX.xx.x",
                "Cowbell 7-9 x.....x.....",
            ],
        },
        new("disgust", "Rust and Mildew", "Industrial", 104, "Bbm", "4i4 8A5 8B6 8A7 4o6")
        {
            Artist = "EmoMusic Machine",
            Beats = 3,
            HalfBeat = true,
            Human = 0.4,
            Fits = false,
            A = new("i i bII i i i bVI,bII i",
                "1e 1e b2q 1e 3q 1e b2e 1q #7,e 1q", "4e 4e b5q 4e 3q b2e 3e b2q 1e #7,q", "6e 6e 5q 4e b2q 1h rq re"),
            B = new("iv iv bII bII i i V7 i",
                "4q 6q 5e #4e 4e 4h rq re", "b2q 4q 6e 5e 4e b2h rq re", "5q #7q 2'e 1'e #7e 1'h rq re"),
            Parts =
            [
                Bass(SynthBass, "1.1.b.1.1.t-4- 1.1.b.1.8.t-b-", "1.1.1.8.1.1.b-", volume: 112),
                Power(Distortion, "1-----1-......", "1-----....b---", volume: 58, pan: 24, from: 6),
                Lead(Clavinet, 3, volume: 127, pan: 52, @in: "Ao"), Lead(Saw, 3, volume: 56, pan: 72, @in: "Bo"),
                Lead(Saw, 2, volume: 46, pan: 84, from: 7, @in: "A"),
                Comp(SweepPad, "x-------------", octave: 3, volume: 50, pan: 40, reverb: 90),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 4-9 x.....x.x..... x.....x.x..x..", "Snare 5-9 ....X.......x.", "Hat 4-9 x.o.x.o.x.o.xo",
                "Cowbell 5-9 ........x....x", "Clap 6-9 ....X.........",
            ],
        },

        // ---- fear: minor, dissonant, tremolo and ticking
        new("fear", "The Long Corridor", "Soundtrack", 92, "C#m", "4i3 8A4 8B7 4o3")
        {
            Fits = false,
            Ritard = 0.25,
            A = new("i iM7 bVI bII i iM7 iv,V i",
                "5e 1'e 3'q 2'q 1'q #7q. 1'e 5h", "6e 1'e 3'q 2'q 1'q b2'q. 1'e 6h", "4'q 3'e 1'e 2'q #7q 1'h. rq"),
            B = new("i bII i bII iv bII V7 i",
                "1q. b2e 3h 4q. 3e b2h", "5q. 4e b5h 4q. 3e b2h", "5q 4q 2q #7,q 1h. rq"),
            Parts =
            [
                Lead(MusicBox, 5, volume: 108, pan: 76, @in: "Aido", reverb: 100),
                Lead(Celesta, 4, volume: 72, pan: 50, from: 4, @in: "A", reverb: 90),
                Lead(Strings, 4, volume: 94, pan: 50, @in: "B"), Lead(Horn, 3, volume: 86, pan: 80, @in: "B"),
                Comp(TremoloStrings, "x---------------", octave: 4, volume: 72, pan: 44, reverb: 90),
                Comp(TremoloStrings, "x-------x-------", octave: 5, volume: 70, pan: 88, from: 6, reverb: 90),
                Bass(Timpani, "1.1.....1.1.....", octave: 2, volume: 118, pan: 60, reverb: 80),
                Bass(Contrabass, "1---------------", "1-------t-------", volume: 96, reverb: 60),
            ],
            Kit = 48,
            Drums = ["Block 1-9 x...o...x...o...", "Kick 7-9 x.x.....x.x....."],
        },
        new("fear", "Under the Ice", "Dark Ambient", 76, "Fm", "4i3 8A4 8B6 2o3")
        {
            Artist = "EmoMusic Machine",
            Fits = false,
            Ritard = 0.2,
            A = new("i i io bII i i bII,V i", "1h. b2q 1w", "b5h. 4q b2w", "b2q 4q #7,h 1w"),
            B = new("iv iv i i bII bII V7 i", "4h 6h 5h. 4q", "3h 5h b5h. 4q", "4q 3q 2h 1w"),
            Parts =
            [
                Lead(BowedGlass, 5, volume: 96, pan: 70, reverb: 110),
                Lead(Choir, 4, volume: 100, pan: 48, from: 6, reverb: 110),
                Comp(Atmosphere, "1.2.3.2.4.2.3.2.", octave: 4, volume: 116, pan: 92, reverb: 90),
                Comp(SweepPad, "x---------------", octave: 3, volume: 58, pan: 36, reverb: 110),
                Comp(TremoloStrings, "x---------------", octave: 5, volume: 90, pan: 84, from: 4, reverb: 100),
                Bass(DeepBass, "1---1---1---1---", "1---1---1---b---", volume: 110, reverb: 30),
                Counter(Cello, 3, volume: 118, pan: 30, from: 4),
            ],
            Kit = 25,
            Drums = ["Kick 3-9 x..x............", "Shaker 4-9 x...x...x...x...", "Rim 6-9 ........x......."],
        },
        new("fear", "They Are Close", "Thriller Score", 132, "Gm", "4i4 8A6 8B7 4d5 8A8 4o8")
        {
            Fits = false,
            A = new("i i bII i i i iv,V i",
                "1q. 1e b2q 1q 3q. b2e 1h", "4q. 4e b5q 4q 3q. b2e 1h", "4q 6q 5q #7q 1'h. rq"),
            B = new("i bII i bII iv V V7 i",
                "5h. 6q 6h. 4q", "5h. b5q 4h. b2q", "5q 4q 2q #7,q 1h. rq"),
            Parts =
            [
                Bass(Cello, "1-1-1-m-1-1-1-b- 1-1-1-m-1-1-b-m-", "1-111-111-111-b-",
                    octave: 2, volume: 127, pan: 40, reverb: 50),
                Bass(Strings, "1-1-1-m-1-1-1-b- 1-1-1-m-1-1-b-m-", octave: 3, volume: 104, pan: 52, reverb: 50),
                Bass(Pizzicato, "1.1.8.1.1.8.1.1.", octave: 3, volume: 100, pan: 88, reverb: 50),
                Bass(Contrabass, "1-------1-----b-", volume: 92, from: 5, reverb: 50),
                Lead(Trombone, 3, volume: 88, pan: 54, from: 6), Lead(Horn, 3, volume: 96, pan: 80, from: 6),
                Lead(Violin, 5, volume: 70, pan: 36, from: 7),
                Comp(TremoloStrings, "x---------------", octave: 5, volume: 74, pan: 90, from: 4, reverb: 80),
                Comp(Brass, "............X.X.", octave: 4, volume: 74, pan: 70, from: 8),
                Bass(Timpani, "1.....1...1.....", octave: 2, volume: 120, from: 7, reverb: 70),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 4-9 x.....x.x.......", "LowTom 6-9 x..x..x.x..x..xx", "Snare 7-9 ....x..o....x.oo",
                "Shaker 5-9 x.o.x.o.x.o.x.o.",
            ],
        },

        // ---- happy: major, quick, bright, staccato
        new("happy", "Morning on Maple Street", "Pop", 116, "F", "4i4 8A6 8B7 8A8 4o7")
        {
            A = new("I V vi IV I V IV,V I",
                "3q 3e 4e 5q. 3e 2q 7,e 2e 5h", "6q 6e 5e 3q. 1e 4q 4e 3e 2h", "4e 5e 6e 5e 4e 3e 2q 1h. rq"),
            B = new("IV V iii vi ii V IV,V I",
                "6q. 5e 6e 5e 1'q 7q. 5e 5h", "5q. 4e 5e 4e 7q 6q. 5e 3h", "6e 6e 5e 6e 7e 7e 6e 7e 1'h. rq"),
            Parts =
            [
                Comp(SteelGuitar, "X-.-x-ox.-x-x-xo", octave: 4, volume: 84, pan: 34),
                Comp(Piano, "x---....x---x---", octave: 4, volume: 92, pan: 88, from: 6),
                Bass(FingerBass, "1---1.--5---1-a-", "1---1.8-1---5-a-", from: 4),
                Lead(Whistle, 5, volume: 84, @in: "Ao"), Lead(Flute, 5, volume: 82, pan: 56, @in: "B"),
                Lead(Glockenspiel, 5, volume: 82, pan: 84, from: 7),
                Lead(Flute, 5, volume: 66, pan: 44, from: 8, shift: -2, @in: "A"),
                Counter(Strings, 4, volume: 90, from: 7),
            ],
            Drums =
            [
                "Kick 5-9 x.....x.x.....x. x.....x.x.x.....", "Snare 6-9 ....X..o.o..X...", "Hat 4-7 X.x.X.x.X.x.X.x.",
                "Ride 8-9 X.x.X.x.X.x.X.x.", "Tambourine 7-9 ..o.x.o...o.x.o.", "Clap 8-9 ....x.......x...",
            ],
        },
        new("happy", "Confetti Machine", "Dance", 124, "A", "4i5 8A6 8B8 4d5 8B9 4o8")
        {
            Artist = "EmoMusic Machine",
            Human = 0.3,
            Pumps = true,
            A = new("I IV vi V I IV IV,V I",
                "3e 3e 5e 3e re 2e 1q 4e 4e 6e 4e re 5e 6q", "6e 6e 1'e 6e re 5e 3q 2e 2e 5e 2e re 3e 2q",
                "4e 4e 6e 4e 5e 5e 7e 5e 1'q. 5e 1'q rq"),
            B = new("I V IV V I V IV,V I",
                "1'q. 7e 5q 3q 7q. 6e 5h", "6q. 5e 4q 6q 5e 4e 2e 4e 5h", "6e 5e 6e 1'e 7e 6e 7e 2'e 1'q. 5e 1'q rq"),
            Parts =
            [
                Comp(BrightPiano, "x--x--x---x-x---", octave: 4, volume: 118, pan: 48),
                Comp(Saw, "..x-..x-..x-..x-", octave: 4, volume: 50, pan: 86, from: 6),
                Comp(Strings, "x---------------", octave: 5, volume: 82, pan: 40, from: 5),
                Bass(SynthBass, "..1-..1-..1-..8-", "1.811.811.811.8a", volume: 108, from: 5),
                Lead(Square, 4, volume: 66, pan: 70, from: 6), Lead(Saw, 5, volume: 46, pan: 54, from: 8),
                Comp(Marimba, "4.3.2.3.4.3.2.35", octave: 5, volume: 100, pan: 100, from: 8),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Clap 6-9 ....X.......X...", "OpenHat 6-9 ..x...x...x...x.",
                "Hat 5-9 x.oxx.oxx.oxx.ox",
                "Snare 9-9 ..............oo", "Tambourine 8-9 ..x...x...x...x.",
            ],
        },
        new("happy", "Good Shoes", "Funk", 106, "Bb", "2i6 8A6 8B7 8A8 4o8")
        {
            Artist = "EmoMusic Big Band",
            Swing = 0.12,
            SwungPair = 0.5,
            A = new("I6 vi7 IV6 V9 I6 vi7 ii7,V7 I6",
                "1'e re 6s 5s 3e re 5e 6q 1'e re 6s 5s 3e re 2e 1q",
                "4e re 6s 5s 4e re 6e 1'q 5e re 4s 3s 2e re 4e 5q",
                "6e 6s 5s 4e 2e 5e 5s 4s 2e 7,e 1e re 5e 6e 1'q rq"),
            B = new("IV6 IV6 iii7 vi7 ii7 ii7 ii7,V7 I6",
                "1'q. 6e 5e 6e 1'q 6h rq 5e 6e", "7q. 5e 3e 5e 7q 6h rq 3e 5e",
                "4e 6e 1'e 6e 7e 5e 4e 2e 1e re 5e 6e 1'q rq"),
            Parts =
            [
                Bass(SlapBass, "1..1..8.1.1..57a 1..1..8.1.5.6.8.", "1--.8..1..1.5.8a", volume: 127),
                Comp(Clavinet, "x.ox.xo.x.ox.xox", octave: 4, volume: 66, pan: 30),
                Comp(MutedGuitar, "o.xoo.xoo.xoo.xo", octave: 4, volume: 92, pan: 100),
                Comp(Rhodes, "x-------..x-----", octave: 4, volume: 56, pan: 50, from: 7),
                Lead(AltoSax, 5, volume: 98, pan: 60, @in: "Ao"),
                Lead(Trumpet, 5, volume: 78, pan: 76, @in: "ABo", from: 7),
                Lead(Trombone, 4, volume: 78, pan: 44, from: 7, @in: "B"),
                Comp(Brass, "X.......o.....X. X.....X.........", octave: 4, volume: 72, pan: 74, from: 8),
            ],
            Drums =
            [
                "Kick 5-9 x..x......x..x.. x.x.......x..x..", "Snare 5-9 ....X..o.o..X..o", "Hat 5-9 XoxoXoxoXoxoX.x.",
                "OpenHat 7-9 .............x..", "Conga 7-9 ..x...xx..x...x.",
            ],
        },

        // ---- sad: slow, soft, minor, legato
        new("sad", "Letters Never Sent", "Piano Ballad", 66, "Am", "2i3 8A4 8B6 2o3")
        {
            Ritard = 0.3,
            A = new("i bVImaj7 bIII bVII i bVImaj7 iv,V7 i",
                "5h 4q 3q 3q. 2e 1h", "5h 1'q 7q 7q. 6e 5h", "6q 4q 3q #7,q 1h. rq"),
            B = new("bVImaj7 bVII bIII i iv i iv,V7 i",
                "1'h 7q 6q 7h. 5q", "5h 6q 7q 1'h. 5q", "4'q 3'q 2'q #7q 1'h. rq"),
            Parts =
            [
                Lead(Piano, 5, volume: 106, pan: 70, reverb: 70),
                Comp(Piano, "1-2-3-2-4-3-2-3-", octave: 3, volume: 88, pan: 56, rings: true, reverb: 65),
                Bass(Piano, "1-------5-------", volume: 96, pan: 46, reverb: 50),
                Comp(SlowStrings, "x---------------", octave: 4, volume: 60, pan: 44, from: 5, reverb: 90),
                Lead(Violin, 5, volume: 58, pan: 88, from: 6, @in: "B", reverb: 90),
                Counter(Cello, 3, volume: 88, pan: 36, from: 4),
            ],
        },
        new("sad", "Rain on the Allotment", "Folk", 76, "Dm", "4i3 8A4 8B6 4d3 4o3")
        {
            Beats = 3,
            Ritard = 0.25,
            A = new("i i bVI i iv i V7 i",
                "5q 3q 4q 5h 1q", "6q 5q 4q 5h 3q", "4q 3q 2q 1h."),
            B = new("i bVII iv i bVI iv iv,V7 i",
                "5q. 6e 7q 7h 4q", "6q. 5e 4q 5h 3q", "4e 5e 6q #7,q 1h."),
            Parts =
            [
                Comp(NylonGuitar, "1-2-3-4-3-2- 1-3-2-4-3-2-", octave: 3, volume: 100, pan: 50, rings: true),
                Bass(UprightBass, "1-------5---", volume: 84, from: 4),
                Lead(Harmonica, 5, volume: 98, pan: 72, @in: "Ao", reverb: 80),
                Lead(Violin, 5, volume: 74, pan: 40, @in: "B", reverb: 80),
                Lead(EnglishHorn, 4, volume: 78, pan: 80, @in: "d"),
                Lead(Harmonica, 4, volume: 56, pan: 84, from: 6, shift: -2, @in: "B"),
                Counter(Cello, 3, volume: 92, pan: 94, from: 4),
                Comp(SlowStrings, "x-----------", octave: 4, volume: 58, from: 6),
            ],
            Drums = ["Shaker 4-9 ....o...o..."],
        },
        new("sad", "Last Tram Home", "Slow Blues", 58, "Cm", "2i3 8A5 4B6 2o4")
        {
            Artist = "EmoMusic Big Band",
            Steps = 3,
            Ritard = 0.25,
            A = new("i7 iv7 i7 i7 iv7 i7 bVI7,V7 i7",
                "5d 7t 1'd 7t 5q 3q 4d 5t 4d 3t 1h", "1d 3t 4d b5t 5h b5d 4t 3d 1t rh",
                "6d 5t 3d 1t 2d 4t #7,q 1h. rq"),
            B = new("iv7 iv7 i7 i7 bVI7 bVI7 bVI7,V7 i7",
                "1'd 2't 1'd 7t 6h 5d 6t 5d 4t 3h", "5q 4q 3h 1d 3t 4d b5t 4h", "6d 5t 3d 1t 2d 4t #7,q 1h. rq"),
            Parts =
            [
                Bass(UprightBass, "1-----5----a 1--3--5----a", volume: 108),
                Comp(Rhodes, "x--..x---..o", octave: 4, volume: 72, pan: 44, reverb: 60),
                Lead(TenorSax, 4, volume: 100, pan: 68, reverb: 85),
                Comp(JazzGuitar, "...x.....x..", octave: 4, volume: 62, pan: 96, from: 5),
                Counter(SlowStrings, 4, volume: 86, pan: 30, from: 6),
            ],
            Kit = 40,
            DrumVolume = 124,
            Drums =
            [
                "Ride 3-9 x..x.ox..x.o", "Snare 4-9 ...x.....x..", "Kick 4-9 o.....o.....",
                "PedalHat 3-9 ...o.....o..",
            ],
        },

        // ---- surprise: fast, major, bright, full of stops
        new("surprise", "Jack in the Box", "Electro Swing", 128, "D", "4i6 8A7 1x9 8B8 1x9 8A9 4o9")
        {
            Artist = "EmoMusic Big Band",
            Swing = 0.3,
            A = new("I VI7 ii7 V7 I VI7 ii7,V7 I6",
                "5,e 1e 3e 5e re 6e 5q 5e 3e #1e 3e 6h", "2e 4e 6e 4e re 2e 4q 5e 4e 2e 7,e 5,h",
                "6e 5e 4e 2e 7,e 2e 5,q 1e re 5,e re 1q rq"),
            B = new("IV #ivo I VI7 II7 II7 V7 I",
                "1'q 6e 4e 1'q 6q #4e 6e 1'e 6e 1'h", "5e 1'e 3'e 1'e 5q re 5e 6e 5e 3e #1e 3h",
                "5e 6e 5e 4e 2e 7,e 5,q 1e re 5,e re 1q rq"),
            Parts =
            [
                Comp(BrightPiano, "..x.x.x...x.x.x.", octave: 4, volume: 112, pan: 40),
                Bass(UprightBass, "1---5---1---5--a", "1---3---5---8--a", volume: 112),
                Lead(MutedTrumpet, 5, volume: 92, pan: 60, @in: "Ao"),
                Lead(Clarinet, 5, volume: 78, pan: 70, @in: "B"),
                Lead(Xylophone, 5, volume: 127, pan: 92, from: 8),
                Lead(Trombone, 4, volume: 70, pan: 40, from: 9, shift: -2),
                Comp(Brass, "......X.......X.", octave: 4, volume: 98, pan: 78, from: 8),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 92, @in: "x"),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Clap 6-9 ....X.......X...", "Hat 6-9 x.x.x.x.x.x.x.x.",
                "OpenHat 8-9 ..x...x...x...x.",
            ],
        },
        new("surprise", "Plot Twist", "Electro", 138, "E", "4i5 8A7 1x9 8B9 4d5 1x9 8B9 4o9")
        {
            Artist = "EmoMusic Machine",
            Human = 0.2,
            Pumps = true,
            A = new("I I IV IV I I bVI,bVII I",
                "1e 1e 5e 1e re 3e 5e 3e 1e 1e 5e 1'e re 7e 5q", "4e 4e 1'e 4e re 6e 1'e 6e 4e 6e 1'e 3'e re 1'e 6q",
                "b6q b6e 1'e b7q b7e 2'e 1'h. rq"),
            B = new("I V IV IV I V bVI,bVII I",
                "5'q. 3'e 1'q 3'q 2'q. 7e 5h", "4'q. 1'e 6q 1'q 6h. 7q", "b6e 1'e b3'e 1'e b7e 2'e 4'e 2'e 1'h. rq"),
            Parts =
            [
                Bass(SynthBass, "1.81.81.81.81.8.", "..1-..1-..1-..8a", volume: 108),
                Comp(SynthBrass, "x..x..x...x..x..", octave: 4, volume: 70, pan: 44, from: 6, b: "X---..x.X---..x."),
                Lead(Square, 4, volume: 72, pan: 66), Lead(Saw, 5, volume: 46, pan: 54, from: 8),
                Comp(Saw, "1234321234323432", octave: 5, volume: 44, pan: 100, from: 7),
                Comp(SweepPad, "x---------------", octave: 4, volume: 50, pan: 30),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 96, @in: "x"),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Snare 7-9 ....X.......X...", "Clap 9-9 ....X.......X..x",
                "OpenHat 7-9 ..x...x...x...x.",
                "Hat 5-9 xoxoxoxoxoxoxoxo",
            ],
        },
        new("surprise", "Trapdoor Carnival", "Latin Party", 114, "G", "4i6 8A7 1x9 8B8 8A9 4o9")
        {
            Artist = "EmoMusic Big Band",
            A = new("I vi ii V I vi ii,V I",
                "5e 5e re 6e 5q 3q 6e 6e re 1'e 6h", "4e 4e re 6e 4q 2q 5e 4e re 2e 7,h",
                "2e 4e 6e 4e 5e 4e 2e 7,e 1e re 5e re 1'q rq"),
            B = new("IV V iii vi ii V ii,V I",
                "1'q 6e 1'e re 1'e 2'q 7q 5e 7e re 7e 2'q", "7q 5e 7e re 7e 1'q 6q 3e 6e re 6e 1'q",
                "2'e 1'e 6e 4e 7e 6e 5e 2e 1'e re 5e re 1'q rq"),
            Parts =
            [
                Comp(Piano, "x.32.x3.2.x3.2x.", octave: 4, volume: 114, pan: 40),
                Bass(UprightBass, "1--5--8-1--5--a-", "1--5--8-...5--a-", volume: 112),
                Lead(Trumpet, 5, volume: 106, pan: 60), Lead(Trombone, 4, volume: 82, pan: 46, from: 8),
                Lead(Trumpet, 5, volume: 66, pan: 84, from: 9, shift: -2),
                Lead(Marimba, 5, volume: 94, pan: 96, from: 7, @in: "B"),
                Comp(Brass, "............X..X ....X..X........", octave: 4, volume: 76, pan: 76, from: 8),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 86, @in: "x"),
            ],
            DrumVolume = 86,
            Drums =
            [
                "Kick 6-9 x..x....x..x....", "Conga 5-9 o.X.o.xxo.X.o.xx", "Cowbell 7-9 x.x.x.xxx.x.x.xx",
                "Claves 5-9 x..x..x...x.x...",
                "Shaker 5-9 xoxoxoxoxoxoxoxo", "Timbale 8-9 ......x.......xx", "Snare 9-9 o.o.X.oo.o.oX.oo",
            ],
        },

        // ---- neutral: in the middle of everything
        new("neutral", "Desk by the Window", "Lo-fi", 80, "Eb", "2i3 8A4 8B5 4o4")
        {
            Artist = "EmoMusic Machine",
            Swing = 0.25,
            SwungPair = 0.5,
            Sound = "lowpass=f=5200,vibrato=f=0.7:d=0.06",
            A = new("Imaj7 vi7 ii9 V7 Imaj7 vi7 ii7,V7 Imaj7",
                "5q. 3e 2e 1e 2q 3h rh", "4q. 6e 5e 4e 2q 4e 2e 7,q rh", "6q 4e 2e 5q 4e 7,e 1h. rq"),
            B = new("IVmaj7 iii7 ii7 Imaj7 IVmaj7 iii7 ii7,V7 Imaj7",
                "6q 1'e 6e 5h 5q 7e 5e 3h", "4q 6e 4e 2h 3q 5e 3e 1h", "2e 4e 6e 1'e 7e 5e 4e 2e 1h. rq"),
            Parts =
            [
                Comp(Rhodes, "x-----..x---.x--", octave: 4, volume: 78, pan: 50),
                Bass(FingerBass, "1----.8-..5---a-", "1----.1-5-----a-", volume: 122),
                Lead(JazzGuitar, 5, volume: 84, pan: 74, @in: "Ao"),
                Lead(Vibraphone, 5, volume: 127, pan: 46, @in: "B", reverb: 80),
                Comp(WarmPad, "x---------------", octave: 4, volume: 54, pan: 84, from: 4),
            ],
            DrumVolume = 118,
            Drums =
            [
                "Kick 3-9 x......x..x.....", "Snare 4-9 ....x..o....x...", "Hat 3-9 x.o.x.oox.o.x.o.",
                "Rim 5-9 ..........x.....",
            ],
        },
        new("neutral", "Slow Elevator", "Bossa Lounge", 96, "C", "2i4 8A5 8B5 4A5 4o4")
        {
            A = new("Imaj7 vi7 ii7 V7 iii7 vi7 ii7,V7 Imaj7",
                "3q. 5e 7q 5q 6q. 5e 3h", "4q. 6e 1'q 6q 5q. 4e 2h", "6e 4e 2q 4e 2e 7,q 1h. rq"),
            B = new("IVmaj7 iv6 iii7 VI7 ii7 V7 ii7,V7 I6",
                "6q. 1'e 3'q 1'q b6q. 1'e 2'h", "7q. 5e 3q 5q #1'q. 3'e 5h", "4q 6e 4e 2e 4e 7,q 1h. rq"),
            Parts =
            [
                Comp(NylonGuitar, "x--x--x---x--x--", octave: 4, volume: 96, pan: 44),
                Bass(UprightBass, "1-----5-1-----5-", volume: 104),
                Lead(Vibraphone, 5, volume: 127, pan: 76, @in: "Ao", reverb: 75),
                Lead(Flute, 5, volume: 72, pan: 56, @in: "B"),
                Counter(SlowStrings, 4, volume: 80, pan: 30, from: 5),
            ],
            Kit = 40,
            Drums = ["Rim 4-9 x..x..x...x..x..", "Shaker 4-9 xoxoxoxoxoxoxoxo", "Kick 4-9 o.....o.o.....o."],
        },
        new("neutral", "Tidal Clock", "Chill", 108, "Dm", "4i3 8A4 8B5 8A5 4o4")
        {
            Artist = "EmoMusic Machine",
            Human = 0.6,
            A = new("i i bVImaj7 bVII i i bVI,bVII i",
                "5h. 4e 3e 4h rh", "3h. 5e 3e 2h rh", "6q 5q 4q 2q 1h. rq"),
            B = new("iv iv i i bVImaj7 iv iv,V i",
                "1'h 6q 4q 6h rh", "5h 3q 1q 5h rh", "4q 6q 5q 2q 1h. rq"),
            Parts =
            [
                Comp(Marimba, "1.23.41.23.41.2.", octave: 4, volume: 112, pan: 40, reverb: 60),
                Comp(Kalimba, "..4...3.....4.3.", octave: 5, volume: 127, pan: 96, from: 4, reverb: 70),
                Comp(WarmPad, "x---------------", octave: 4, volume: 62, pan: 70, reverb: 80),
                Bass(DeepBass, "1-------..1-5---", volume: 84, from: 4),
                Lead(DigitalPiano, 5, volume: 106, pan: 60, reverb: 80),
                Lead(Flute, 4, volume: 82, pan: 48, from: 5, @in: "A", reverb: 80),
            ],
            Kit = 25,
            DrumVolume = 76,
            Drums =
            [
                "Kick 4-9 x.........x.....", "Rim 4-9 ....x.......x...", "Shaker 3-9 o.x.o.x.o.x.o.x.",
                "Hat 5-9 ..o...o...o...o.",
            ],
        },
    ];
}

/// <summary>A stretch of the form, with its place in beats from the start.</summary>
internal sealed record Section(char Kind, int Bars, int Level, double Start, bool Returns, bool Rises)
{
    public static List<Section> Of(Track track)
    {
        var words = track.Form.Split(' ');
        var sections = new List<Section>();
        foreach (var (index, word) in words.Index())
        {
            var (bars, kind, level) = (word[0] - '0', word[1], word[2] - '0');
            var start = sections.Sum(section => section.Bars) * track.BarBeats;
            var returns = sections.Any(section => section.Kind == kind);
            var rises = index + 1 < words.Length && words[index + 1][2] - '0' > level;
            sections.Add(new(kind, bars, level, start, returns, rises));
        }

        return sections;
    }

    public bool IsLastBar(int bar) => bar == Bars - 1;

    public bool Closes(int bar) => Kind == 'o' && IsLastBar(bar);
}

/// <summary>Pitch classes: 0 is C.</summary>
internal sealed partial record Chord(int Root, int[] Tones)
{
    private static readonly string[] Roman = ["I", "II", "III", "IV", "V", "VI", "VII"];
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];

    public int Third => Tones.Contains((Root + 4) % 12) ? 4 : 3;

    public int Fifth => Tones.Contains((Root + 6) % 12) ? 6 : 7;

    /// <summary>Eight bars of one or two chords.</summary>
    public static Chord[][] Bars(string text, int tonic) =>
        [.. text.Split(' ').Select(bar => bar.Split(',').Select(chord => Parse(chord, tonic)).ToArray())];

    private static Chord Parse(string text, int tonic)
    {
        var match = Parts().Match(text);
        var degree = Array.IndexOf(Roman, match.Groups[2].Value.ToUpperInvariant());
        var third = char.IsLower(match.Groups[2].Value[0]) ? 3 : 4;
        int[] intervals = match.Groups[3].Value switch
        {
            "" => [0, third, 7],
            "6" => [0, third, 7, 9],
            "7" => [0, third, 7, 10],
            "9" => [0, third, 10, 2],
            "maj7" or "M7" => [0, third, 7, 11],
            "o" => [0, 3, 6],
            var other => throw new StudioException($"Chord {text}: found {other}, expected 6, 7, 9, maj7, M7 or o."),
        };
        var root = tonic + Major[degree] + Pitch.Accidental(match.Groups[1].Value) + 12;
        return new(root % 12, [.. intervals.Select(interval => (root + interval) % 12)]);
    }

    [GeneratedRegex("^([b#]?)([IV]+|[iv]+)(.*)$")]
    private static partial Regex Parts();
}

/// <summary>A note of a melody in beats and scale degrees; degree 0 is the tonic.</summary>
internal sealed partial record Tone(double Start, double Length, int Degree, int Accidental)
{
    private static readonly Dictionary<string, double> Lengths = new()
    {
        { "w", 4 }, { "h", 2 }, { "q", 1 }, { "e", 0.5 }, { "s", 0.25 }, { "t", 1 / 3.0 }, { "d", 2 / 3.0 },
    };

    public static List<Tone> Parse(string text, Track track)
    {
        var (tones, at) = (new List<Tone>(), 0.0);
        foreach (var word in text.Split(' '))
        {
            var match = Parts().Match(word);
            if (!match.Success)
            {
                throw new StudioException($"{track.Title}: found {word}, expected a note such as #7,q.");
            }

            var length = Lengths[match.Groups[4].Value] * (match.Groups[5].Length > 0 ? 1.5 : 1);
            if (match.Groups[2].Value != "r")
            {
                var octave = match.Groups[3].Value.Sum(mark => mark == '\'' ? 7 : -7);
                var degree = match.Groups[2].Value[0] - '1' + octave;
                tones.Add(new(at, length, degree, Pitch.Accidental(match.Groups[1].Value)));
            }

            at += length;
        }

        return Math.Abs(at - (2 * track.BarBeats)) < 0.01
            ? tones
            : throw new StudioException($"{track.Title}, {text}: {at} beats, expected {2 * track.BarBeats}.");
    }

    [GeneratedRegex("^([b#]?)([1-7r])([',]*)([whqestd])([.]?)$")]
    private static partial Regex Parts();
}

internal static class Pitch
{
    public static int Class(string name) => ("C D EF G A B".IndexOf(name[0]) + Accidental(name[1..]) + 12) % 12;

    public static int Accidental(string sign) => sign switch { "b" => -1, "#" => 1, _ => 0 };

    /// <summary>The lowest pitch of a class at or above a floor.</summary>
    public static int Above(int floor, int pitchClass) => floor + ((((pitchClass - floor) % 12) + 12) % 12);
}

/// <summary>A sounding note, in beats.</summary>
internal readonly record struct Note(int Channel, double Beat, double Length, int Pitch, int Velocity);

/// <summary>A controller's value at a time.</summary>
internal readonly record struct Control(int Channel, double Beat, int Number, int Value);

/// <summary>What there is to be played.</summary>
internal sealed record Performance(List<Note> Notes, List<Control> Controls, double Beats);

/// <summary>Makes a performance of a score.</summary>
internal sealed class Arranger
{
    private const int DrumChannel = 9;
    private const int Modulation = 1, Volume = 7, Pan = 10, Expression = 11, ReverbSend = 91, ChorusSend = 93;

    private static readonly Dictionary<string, int> DrumKeys = new()
    {
        { "Kick", 36 }, { "Rim", 37 }, { "Snare", 38 }, { "Clap", 39 }, { "LowTom", 41 }, { "Hat", 42 },
        { "PedalHat", 44 }, { "OpenHat", 46 }, { "Crash", 49 }, { "Ride", 51 }, { "China", 52 }, { "Tambourine", 54 },
        { "Cowbell", 56 }, { "Conga", 63 }, { "Timbale", 65 }, { "Shaker", 70 }, { "Guiro", 73 }, { "Claves", 75 },
        { "Block", 76 },
    };

    private static readonly int[] FillKeys = [38, 38, 50, 48, 47, 45, 43, 41]; // snare, then toms from high to low

    private readonly Track track;
    private readonly Random random;
    private readonly Performance performance;
    private readonly Dictionary<Part, int[]> voicings = [];
    private readonly Dictionary<Part, int> counterPitches = [];

    private Arranger(Track track, int seed)
    {
        this.track = track;
        random = new Random(seed);
        performance = new([], [], Section.Of(track).Sum(section => section.Bars) * track.BarBeats);
    }

    public static Performance Perform(Track track, int seed)
    {
        var arranger = new Arranger(track, unchecked((seed * 1000) + Array.IndexOf(Scores.All, track)));
        arranger.SetUpChannels();
        foreach (var section in Section.Of(track))
        {
            arranger.Play(section);
        }

        return arranger.performance;
    }

    private int ChannelOf(Part part)
    {
        var index = Array.IndexOf(track.Parts, part);
        return index < DrumChannel ? index : index + 1;
    }

    private void SetUpChannels()
    {
        foreach (var part in track.Parts)
        {
            var channel = ChannelOf(part);
            Set(channel, 0, Volume, part.Volume);
            Set(channel, 0, Pan, part.Pan);
            Set(channel, 0, ReverbSend, part.Reverb);
            Set(channel, 0, ChorusSend, part.Role == Role.Comp ? 30 : 8);
            Set(channel, 0, Expression, 108);
        }

        Set(DrumChannel, 0, Volume, track.DrumVolume);
        Set(DrumChannel, 0, ReverbSend, track.Kit == 48 ? 70 : 28);
    }

    private void Play(Section section)
    {
        var theme = section.Kind == 'B' ? track.B : track.A;
        var chords = ChordsOf(section, Chord.Bars(theme.Chords, track.Tonic));
        var melody = MelodyOf(section, theme);
        foreach (var part in track.Parts.Where(part => part.In.Contains(section.Kind)
            && section.Level >= part.From))
        {
            switch (part.Role)
            {
                case Role.Lead: PlayLead(part, section, chords, melody); break;
                case Role.Counter: PlayCounter(part, section, chords); break;
                case Role.Comp: PlayComp(part, section, chords); break;
                case Role.Bass or Role.Power: PlayBass(part, section, chords); break;
                case Role.Riser when section.Rises: PlayRiser(part, section); break;
            }
        }

        PlayDrums(section);
    }

    // ---- form: which bars and which fragments a section takes from its theme

    private static Chord[][] ChordsOf(Section section, Chord[][] theme) => (section.Kind, section.Bars) switch
    {
        ('o', 2) => [theme[6], theme[7]],
        ('o', _) => [theme[6], theme[7], theme[6], theme[7]],
        ('A' or 'B', 4) => [theme[0], theme[1], theme[6], theme[7]],
        _ => theme[..section.Bars],
    };

    private List<Tone> MelodyOf(Section section, Theme theme)
    {
        var (motif, answer) = (Tone.Parse(theme.Motif, track), Tone.Parse(theme.Answer, track));
        var cadence = Tone.Parse(theme.Cadence, track);
        var close = cadence[^1] with { Start = 0, Length = track.BarBeats };
        var head = cadence.Where(tone => tone.Start < track.BarBeats);
        return (section.Kind, section.Bars) switch
        {
            ('A' or 'B', 8) =>
            [
                .. motif, .. At(2, section.Returns ? Vary(answer) : answer), .. At(4, Vary(motif)),
                .. At(6, section.Returns ? Vary(cadence) : cadence),
            ],
            ('A' or 'B', 4) => [.. motif, .. At(2, cadence)],
            ('d', _) => [.. motif.Select(t => t with { Start = 2 * t.Start, Length = 2 * t.Length })],
            ('i', _) => [.. At(section.Bars - 2, motif)],
            ('o', 2) => [.. head, .. At(1, [close])],
            ('o', _) => [.. cadence, .. At(2, head), .. At(3, [close])],
            _ => [],
        };
    }

    private IEnumerable<Tone> At(int bar, IEnumerable<Tone> tones) =>
        tones.Select(tone => tone with { Start = tone.Start + (bar * track.BarBeats) });

    // Thirds are filled with a passing note, repeated notes get a neighbour, a long note may come in late.
    private List<Tone> Vary(List<Tone> tones)
    {
        var varied = new List<Tone>();
        var piece = track.Steps == 3 ? 1 / 3.0 : 0.5;
        foreach (var (tone, next) in tones.Zip(tones.Skip(1).Append(tones[^1] with { Degree = 99 })))
        {
            var step = next.Degree - tone.Degree;
            var plain = tone.Accidental == 0 && next.Accidental == 0 && tone.Length >= 1;
            if (plain && Math.Abs(step) <= 2 && step != 1 && step != -1 && random.NextDouble() < 0.6)
            {
                var between = tone.Degree + (step == 0 ? 1 : step / 2);
                varied.Add(tone with { Length = tone.Length - piece });
                varied.Add(tone with { Start = tone.Start + tone.Length - piece, Length = piece, Degree = between });
            }
            else if (plain && next.Degree != 99 && random.NextDouble() < 0.25)
            {
                varied.Add(tone with { Start = tone.Start + piece, Length = tone.Length - piece });
            }
            else
            {
                varied.Add(tone);
            }
        }

        return varied;
    }

    private Chord ChordAt(Chord[][] chords, int bar, int step)
    {
        var inBar = chords[bar];
        return inBar[step * inBar.Length / track.BarSteps];
    }

    // ---- the players

    private void PlayLead(Part part, Section section, Chord[][] chords, List<Tone> melody)
    {
        var channel = ChannelOf(part);
        var low = track.Tonic > 6 ? track.Tonic - 12 : track.Tonic; // the tonic nearest to the octave's C
        foreach (var tone in melody.Where(tone => tone.Start < section.Bars * track.BarBeats))
        {
            var degree = tone.Degree + part.Shift;
            var octave = (int)Math.Floor(degree / 7.0);
            var accidental = part.Shift == 0 ? tone.Accidental : 0;
            var pitch = (12 * (part.Octave + 1 + octave)) + low + track.Scale[degree - (7 * octave)] + accidental;
            var bar = (int)(tone.Start / track.BarBeats);
            var step = (int)Math.Round((tone.Start - (bar * track.BarBeats)) * track.Steps);
            var chord = ChordAt(chords, bar, Math.Min(step, track.BarSteps - 1));
            if (track.Fits && tone.Length >= 1 && chord.Tones.Any(other => (pitch - other + 12) % 12 == 1))
            {
                pitch--; // a semitone above a note of the chord grates; that note itself does not
            }

            var arc = 8 * Math.Sin(Math.PI * tone.Start / (2 * track.BarBeats) % Math.PI); // each phrase swells
            var beat = section.Start + tone.Start;
            Add(channel, beat, tone.Length * Articulation, pitch, Touch(section, beat, 6 + arc), loose: 0.010);
            if (Sustains(part.Instrument) && tone.Length >= 1)
            {
                Sing(channel, beat, tone.Length);
            }
        }
    }

    private double Articulation => track.Emotion switch
    {
        "sad" or "neutral" or "fear" => 0.98,
        "happy" or "surprise" => 0.80,
        _ => 0.88,
    };

    private void PlayCounter(Part part, Section section, Chord[][] chords)
    {
        var channel = ChannelOf(part);
        var floor = (12 * (part.Octave + 1)) - 5;
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var length = track.BarBeats / chords[bar].Length;
            foreach (var (index, chord) in chords[bar].Index())
            {
                var last = counterPitches.GetValueOrDefault(part, floor + 9);
                var pitch = chord.Tones
                    .SelectMany(tone => (int[])[Pitch.Above(floor, tone), Pitch.Above(floor + 12, tone)])
                    .MinBy(p => Math.Abs(p - last) + (p % 12 == chord.Root ? 3 : 0) + (p == last ? 1.5 : 0));
                counterPitches[part] = pitch;
                var beat = section.Start + (bar * track.BarBeats) + (index * length);
                Add(channel, beat, length * 0.98, pitch, Touch(section, beat, -6), loose: 0.012);
                Swell(channel, beat, length);
            }
        }
    }

    private void PlayComp(Part part, Section section, Chord[][] chords)
    {
        foreach (var (bar, step, sign, length) in Strikes(part, section, chords, 'x'))
        {
            if (sign == 'o' && track.Human >= 0.6 && random.NextDouble() < 0.2)
            {
                continue; // a hand leaves out a ghosted chord now and then
            }

            var chord = ChordAt(chords, bar, step);
            var voices = voicings[part] = Voice(chord, part);
            var beat = section.Start + (bar * track.BarBeats) + ((double)step / track.Steps);
            var touch = Touch(section, beat, sign switch { 'X' => 10, 'o' => -18, _ => -2 });
            if (char.IsDigit(sign))
            {
                var voice = sign - '1';
                var pitch = voices[voice % voices.Length] + (12 * (voice / voices.Length));
                var rings = part.Rings ? ChordLength(chords, bar, step) : length;
                Add(ChannelOf(part), beat, rings * 0.96, pitch, touch, loose: 0.008);
                continue;
            }

            Strum(part, beat, length, voices, touch, upwards: step % 4 == 2);
            if (Sustains(part.Instrument) && length >= 3 && !track.Pumps)
            {
                Swell(ChannelOf(part), beat, length);
            }
        }

        if (track.Pumps && section.Level >= 6 && section.Kind is 'A' or 'B')
        {
            Pump(ChannelOf(part), section);
        }
    }

    private void PlayBass(Part part, Section section, Chord[][] chords)
    {
        var floor = (12 * (part.Octave + 1)) + 4; // E, the lowest string
        foreach (var (bar, step, sign, length) in Strikes(part, section, chords, '1'))
        {
            var chord = ChordAt(chords, bar, step);
            var root = Pitch.Above(floor, chord.Root);
            var next = Pitch.Above(floor, chords[Math.Min(bar + 1, section.Bars - 1)][0].Root);
            var pitch = sign == 'a' ? Approach(root, next) : root + Interval(sign, chord);
            var beat = section.Start + (bar * track.BarBeats) + ((double)step / track.Steps);
            var isShort = length * track.Steps < 1.5;
            var touch = Touch(section, beat, isShort && part.Role == Role.Power ? -8 : 4);
            int[] voices = part.Role == Role.Power ? [pitch, pitch + 7, pitch + 12] : [pitch];
            foreach (var voice in voices)
            {
                Add(ChannelOf(part), beat, length * (isShort ? 0.8 : 0.95), voice, touch, loose: 0.006);
            }
        }
    }

    private int Interval(char sign, Chord chord)
    {
        int Scaled(int interval, int other) =>
            track.Scale.Contains((chord.Root - track.Tonic + interval + 24) % 12) ? interval : other;

        return sign switch
        {
            '1' or 'x' => 0,
            'b' => 1,
            '2' => 2,
            'm' => Scaled(3, 4),
            '3' => chord.Third,
            '4' => 5,
            't' => 6,
            '5' => chord.Fifth,
            '6' => Scaled(9, 8),
            '7' => Scaled(10, 11),
            '8' => 12,
            _ => throw new StudioException($"{track.Title}: found {sign} in a bass pattern, expected 1b2m34t5678a-."),
        };
    }

    private int Approach(int root, int next) =>
        next > root ? next - 1 : track.Scale.Contains((next + 1 - track.Tonic + 24) % 12) ? next + 1 : next + 2;

    private void PlayRiser(Part part, Section section)
    {
        var beat = section.Start + ((section.Bars - 1) * track.BarBeats);
        Add(ChannelOf(part), beat, track.BarBeats, 60, 100, loose: 0);
    }

    /// <summary>The strikes of a pattern; what is held is struck again where the chord changes.</summary>
    private IEnumerable<(int Bar, int Step, char Sign, double Length)> Strikes(
        Part part, Section section, Chord[][] chords, char plain)
    {
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var pattern = PatternOf(part, section, bar, plain);
            var last = '.';
            for (var step = 0; step < pattern.Length; step++)
            {
                var changes = step > 0 && ChordAt(chords, bar, step) != ChordAt(chords, bar, step - 1);
                var again = part.Role == Role.Comp ? last : '1';
                var sign = pattern[step] == '-' && changes && last != '.' ? again : pattern[step];
                last = pattern[step] == '-' ? last : pattern[step];
                if (sign is '.' or '-')
                {
                    continue;
                }

                var (end, chord) = (step + 1, ChordAt(chords, bar, step));
                while (end < pattern.Length && pattern[end] == '-' && ChordAt(chords, bar, end) == chord)
                {
                    end++;
                }

                yield return (bar, step, sign, (end - step) / (double)track.Steps);
            }
        }
    }

    private string PatternOf(Part part, Section section, int bar, char plain)
    {
        if (section.Closes(bar))
        {
            return plain.ToString().PadRight(track.BarSteps, '-');
        }

        if (section.Kind == 'x')
        {
            return $"{plain}-".PadRight(track.BarSteps, '.');
        }

        var bars = (section.Kind == 'B' && part.PatternB.Length > 0 ? part.PatternB : part.Pattern).Split(' ');
        return CheckLength(bars[bar % bars.Length]);
    }

    private string CheckLength(string pattern) => pattern.Length == track.BarSteps
        ? pattern
        : throw new StudioException($"{track.Title}, {pattern}: {pattern.Length} steps, expected {track.BarSteps}.");

    private double ChordLength(Chord[][] chords, int bar, int step)
    {
        var end = step;
        while (end < track.BarSteps && ChordAt(chords, bar, end) == ChordAt(chords, bar, step))
        {
            end++;
        }

        return (end - step) / (double)track.Steps;
    }

    // Of all inversions near the part's octave, the one that moves least from the chord before.
    private int[] Voice(Chord chord, Part part)
    {
        var centre = (12 * (part.Octave + 1)) + 2;
        var before = voicings.GetValueOrDefault(part);
        var inversions =
            from tone in chord.Tones.Distinct()
            from lowest in (int[])[Pitch.Above(centre - 14, tone), Pitch.Above(centre - 2, tone)]
            select (int[])[.. chord.Tones.Distinct().Select(other => Pitch.Above(lowest, other)).Order()];
        return inversions.MinBy(voices =>
            (0.7 * Math.Abs(voices.Average() - centre)) + Motion(before ?? voices, voices))!;
    }

    private static double Motion(int[] before, int[] voices) =>
        voices.Average(voice => Nearest(before, voice));

    private static int Nearest(int[] before, int voice) => before.Min(old => Math.Abs(voice - old));

    private void Strum(Part part, double beat, double length, int[] voices, int touch, bool upwards)
    {
        var isGuitar = part.Instrument is >= NylonGuitar and <= Distortion;
        var apart = isGuitar ? 0.012 * track.Bpm / 60 : 0;
        foreach (var (index, pitch) in (upwards ? voices.Reverse() : voices).Index())
        {
            Add(ChannelOf(part), beat + (index * apart), Math.Max(0.1, (length * 0.94) - (index * apart)), pitch,
                touch - (upwards ? 6 : 0) - (2 * index), loose: 0.006);
        }
    }

    // ---- drums

    private void PlayDrums(Section section)
    {
        if (track.Drums.Length == 0)
        {
            return;
        }

        var hasSnare = track.Drums.Any(line => line.StartsWith("Snare", StringComparison.Ordinal));
        var hasBeat = hasSnare && track.Kit is not 40 and not 48; // brushes and the orchestra play no fills
        if (hasBeat && section.Level >= 7)
        {
            Drum("Crash", section.Start, 84 + (2 * section.Level));
        }

        for (var bar = 0; bar < section.Bars; bar++)
        {
            var start = section.Start + (bar * track.BarBeats);
            var goesOn = section.IsLastBar(bar) && section.Kind is 'i' or 'A' or 'B' or 'd';
            var fill = hasBeat && goesOn && section.Level >= 5 ? (section.Level >= 7 || section.Rises ? 2 : 1) : 0;
            if (section.Closes(bar) || section.Kind == 'x')
            {
                Drum("Kick", start, 70 + (4 * section.Level));
                fill = section.Kind == 'x' ? 2 : 0;
            }
            else
            {
                PlayGroove(section, bar, start, track.BarSteps - (fill * track.Steps));
            }

            PlayFill(start + track.BarBeats - fill, fill * track.Steps, section.Level);
        }
    }

    private void PlayGroove(Section section, int bar, double start, int steps)
    {
        var hasSnare = false;
        foreach (var line in track.Drums)
        {
            var words = line.Split(' ');
            if (section.Level < words[1][0] - '0' || section.Level > words[1][2] - '0')
            {
                continue;
            }

            hasSnare |= words[0] == "Snare";
            var pattern = CheckLength(words[2 + (bar % (words.Length - 2))]);
            for (var step = 0; step < pattern.Length; step++)
            {
                var strength = pattern[step] switch { 'X' => 104, 'x' => 86, 'o' => 50, _ => 0 };
                if (strength > 0 && (step < steps || words[0] == "Kick"))
                {
                    var (accent, louder) = (step % track.Steps == 0 ? 4 : 0, 3 * (section.Level - 6));
                    Drum(words[0], start + ((double)step / track.Steps), strength + accent + louder);
                }
            }
        }

        for (var step = 1; hasSnare && track.Human >= 0.6 && step < steps; step += 2)
        {
            if (random.NextDouble() < 0.10) // ghost notes, between the beats
            {
                Drum("Snare", start + ((double)step / track.Steps), 30);
            }
        }
    }

    private void PlayFill(double start, int steps, int level)
    {
        for (var step = 0; step < steps; step++)
        {
            if (random.NextDouble() < 0.82 || step % track.Steps == 0)
            {
                var key = track.Kit is 24 or 25 ? 38 : FillKeys[step * FillKeys.Length / steps];
                var strength = 60 + (4 * level) + (14 * step / steps);
                Add(DrumChannel, start + ((double)step / track.Steps), 0.2, key, Vague(strength, 5), loose: 0.004);
            }
        }
    }

    private void Drum(string name, double beat, int strength) =>
        Add(DrumChannel, beat, 0.2, DrumKeys[name], Vague(strength, 5), loose: 0.004);

    // ---- touch and time

    private int Touch(Section section, double beat, double accent)
    {
        var left = section.Start + (section.Bars * track.BarBeats) - beat;
        var crescendo = section.Rises ? Math.Max(0, 1 - (left / (2 * track.BarBeats))) * 10 : 0;
        var inBar = (beat - section.Start) % track.BarBeats;
        var metre = inBar < 0.01 ? 6 : Math.Abs(inBar - Math.Round(inBar)) < 0.01 ? 2 : -4;
        return Vague(38 + (7 * section.Level) + accent + metre + crescendo, 4);
    }

    private int Vague(double strength, double spread) =>
        (int)Math.Clamp(strength + (spread * Math.Max(0.3, track.Human) * Normal()), 12, 127);

    private double Normal() => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble()
        + random.NextDouble() + random.NextDouble() - 3; // a variance of a half

    private void Add(int channel, double beat, double length, int pitch, int velocity, double loose)
    {
        var late = loose * track.Human * Normal() * track.Bpm / 60;
        var start = Math.Max(0, Swung(beat) + late);
        var end = Math.Max(start + 0.05, Swung(beat + length) + late);
        performance.Notes.Add(new(channel, start, end - start, pitch, Math.Clamp(velocity, 1, 127)));
    }

    private double Swung(double beat)
    {
        var half = track.SwungPair / 2;
        var inPair = beat % track.SwungPair;
        var swung = inPair < half
            ? inPair * (1 + track.Swing)
            : (half * (1 + track.Swing)) + ((inPair - half) * (1 - track.Swing));
        return beat - inPair + swung;
    }

    private void Set(int channel, double beat, int number, double value) =>
        performance.Controls.Add(new(channel, beat, number, (int)Math.Clamp(value, 0, 127)));

    private static bool Sustains(int instrument) =>
        instrument is (>= 16 and < 24) or 29 or 30 or (>= 40 and <= 44) or (>= 48 and < 104) and not OrchestraHit;

    // Vibrato comes in late, as a player's does, and the tone swells under it.
    private void Sing(int channel, double beat, double length)
    {
        for (var i = 0; i <= 6; i++)
        {
            var at = beat + (length * i / 7);
            Set(channel, at, Modulation, i < 2 ? 0 : 9 * (i - 1));
            Set(channel, at, Expression, 100 + (18 * Math.Sin(Math.PI * i / 7)));
        }

        Set(channel, beat + length, Modulation, 0);
    }

    private void Swell(int channel, double beat, double length)
    {
        for (var i = 0; i <= 8; i++)
        {
            Set(channel, beat + (length * i / 9), Expression, 82 + (30 * Math.Sin(Math.PI * i / 8)));
        }
    }

    private void Pump(int channel, Section section)
    {
        for (var beat = 0; beat < section.Bars * track.BarBeats; beat++)
        {
            foreach (var (after, value) in (ReadOnlySpan<(double, int)>)[(0, 40), (0.15, 62), (0.3, 90), (0.45, 112)])
            {
                Set(channel, section.Start + beat + after, Expression, value);
            }
        }
    }
}

/// <summary>A standard MIDI file of one track.</summary>
internal static class Midi
{
    private const int TicksPerBeat = 480;

    private static byte Low(int value) => (byte)value;

    public static byte[] Write(Performance performance, Track track)
    {
        var events = new List<(int Tick, int Order, byte[] Bytes)>();
        void Send(double beat, int order, params int[] bytes) =>
            events.Add(((int)Math.Round(beat * TicksPerBeat), order, [.. bytes.Select(Low)]));

        foreach (var (beat, bpm) in Tempos(performance, track))
        {
            var microseconds = (int)(60_000_000 / bpm);
            Send(beat, 0, 0xFF, 0x51, 3, microseconds >> 16, microseconds >> 8, microseconds);
        }

        foreach (var (index, part) in track.Parts.Index())
        {
            Send(0, 1, 0xC0 | (index < 9 ? index : index + 1), part.Instrument);
        }

        Send(0, 1, 0xC9, track.Kit);
        foreach (var control in performance.Controls)
        {
            Send(control.Beat, 2, 0xB0 | control.Channel, control.Number, control.Value);
        }

        foreach (var note in WithoutOverlaps(performance.Notes))
        {
            Send(note.Beat, 3, 0x90 | note.Channel, note.Pitch, note.Velocity);
            Send(note.Beat + note.Length, 1, 0x80 | note.Channel, note.Pitch, 0);
        }

        var ring = 4 * track.Bpm / 60.0; // the last chord may ring for four seconds
        Send(performance.Beats + ring, 9, 0xFF, 0x2F, 0);
        return File(events.OrderBy(e => e.Tick).ThenBy(e => e.Order));
    }

    private static IEnumerable<(double Beat, double Bpm)> Tempos(Performance performance, Track track)
    {
        yield return (0, track.Bpm);
        var slowing = 2 * track.BarBeats;
        for (var beat = 0.5; track.Ritard > 0 && beat <= slowing; beat += 0.5)
        {
            yield return (performance.Beats - slowing + beat, track.Bpm * (1 - (track.Ritard * beat / slowing)));
        }
    }

    // A key that is struck again is let go before.
    private static IEnumerable<Note> WithoutOverlaps(List<Note> notes)
    {
        foreach (var key in notes.GroupBy(note => (note.Channel, note.Pitch)))
        {
            var inTime = key.OrderBy(note => note.Beat).ToList();
            foreach (var (index, note) in inTime.Index())
            {
                var free = index + 1 < inTime.Count ? inTime[index + 1].Beat - note.Beat - 0.01 : double.MaxValue;
                if (free > 0.02)
                {
                    yield return note with { Length = Math.Min(note.Length, free) };
                }
            }
        }
    }

    private static byte[] File(IEnumerable<(int Tick, int Order, byte[] Bytes)> events)
    {
        var (body, last) = (new List<byte>(), 0);
        foreach (var (tick, _, bytes) in events)
        {
            body.AddRange(VariableLength(tick - last));
            body.AddRange(bytes);
            last = tick;
        }

        return
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, TicksPerBeat >> 8, TicksPerBeat & 255,
            .. "MTrk"u8, (byte)(body.Count >> 24), (byte)(body.Count >> 16), (byte)(body.Count >> 8), (byte)body.Count,
            .. body,
        ];
    }

    private static IEnumerable<byte> VariableLength(int value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift != 0)
            {
                yield return (byte)(0x80 | (value >> shift));
            }
        }

        yield return (byte)(value & 0x7F);
    }
}

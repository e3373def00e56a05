using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace EmoMusic.ComposeMusic;

/// <summary>From scores to files: arrange, play, measure, encode.</summary>
internal static partial class Studio
{
    private const double Loudness = -18; // LUFS, EBU R128
    private const double Ceiling = 0.76; // of full scale, -2.4 dB: MP3 overshoots what it is given
    private const double Encoding = 0.45; // dB that LAME takes from what it encodes at an average bit rate

    /// <summary>What FluidSynth plays with.</summary>
    public const string SoundFont = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

    public static int Record(Track[] tracks, string output, int seed, bool midi)
    {
        return Guard(() =>
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
        });
    }

    /// <summary>Reports what cannot be made as a sentence.</summary>
    /// <returns>The exit code.</returns>
    public static int Guard(Action work)
    {
        try
        {
            work();
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

        var work = workshop.FileFor(track.Title);
        File.WriteAllBytes(work + ".mid", score);
        Play(work + ".mid", work + ".wav", reverb: 0.6);
        Master(track, work + ".wav", work + ".master.wav");
        Encode(track, work + ".master.wav", file + ".mp3");
    }

    /// <summary>Plays a score into a WAV file of floats.</summary>
    public static void Play(string score, string to, double reverb, params string[] options) => Run(
        "fluidsynth", [
            "-ni", "-g", "0.5", "-r", "44100", "-O", "float", "-T", "wav", "-F", to,
            "-o", "synth.cpu-cores=1", "-o", "synth.polyphony=512", "-o", "synth.reverb.room-size=0.7",
            "-o", string.Create(CultureInfo.InvariantCulture, $"synth.reverb.level={reverb:0.##}"),
            "-o", "synth.reverb.damp=0.3", .. options, SoundFont, score,
        ]);

    /// <summary>Makes a folder, if it isn't there.</summary>
    public static string MakeFolder(string folder)
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

    /// <summary>Whether FluidSynth, its sound font and ffmpeg are there.</summary>
    public static void CheckTools()
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

    /// <summary>Runs a program.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string tool, params string[] arguments)
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

namespace EmoMusic.ComposeMusic;

/// <summary>Makes a performance of a score.</summary>
internal sealed partial class Arranger
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
}

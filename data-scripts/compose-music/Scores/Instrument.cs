namespace EmoMusic.ComposeMusic;

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

namespace EmoMusic.ComposeMusic;

/// <summary>
/// What makes a short piece bright or dark, calm or excited; each cue from −1 to 1. A listener adds the cues up (Eerola,
/// Friberg and Bresin 2013): mode weighs most for valence and tempo for arousal, then register, dynamics, articulation and
/// timbre. Density and dissonance are not of that study: Gabrielsson and Lindström 2010.
/// </summary>
/// <param name="Mode">Minor or major; between them, pieces that mix both.</param>
/// <param name="Tempo">55 to 165 bpm.</param>
/// <param name="Density">Notes a beat.</param>
/// <param name="Dynamics">How hard the keys are struck.</param>
/// <param name="Articulation">Legato to staccato.</param>
/// <param name="Register">Two octaves.</param>
/// <param name="Timbre">Of the instruments, soft to harsh.</param>
/// <param name="Dissonance">Of the chords and the melody.</param>
internal sealed record Cues(
    double Mode, double Tempo, double Density, double Dynamics, double Articulation, double Register, double Timbre,
    double Dissonance)
{
    public double Valence => Place(
        (0.50 * Mode) + (0.20 * Tempo) - (0.10 * Dynamics) + (0.10 * Articulation) + (0.15 * Register) - (0.10 * Timbre)
        - (0.30 * Dissonance));

    public double Arousal => Place(
        (0.40 * Tempo) + (0.25 * Density) + (0.30 * Dynamics) + (0.15 * Articulation) + (0.20 * Timbre) - (0.05 * Mode)
        + (0.10 * Dissonance));

    public int Bpm => (int)Math.Round(95 * Math.Pow(1.73, Tempo));

    /// <summary>Cues that go together, as they do in music: a place is drawn first, then each cue about it.</summary>
    public static Cues Draw(Random random)
    {
        var (valence, arousal) = (Even(random), Even(random));
        return new Cues(
            Mode: Near(valence, 0.8) > 0 ? 1 : -1, Tempo: Near(arousal, 0.5), Density: Near(arousal, 0.5),
            Dynamics: Near(arousal, 0.5), Articulation: Near(0.7 * arousal, 0.6), Register: Near(0.3 * valence, 0.5),
            Timbre: Near((0.6 * arousal) - (0.2 * valence), 0.5), Dissonance: Near((-0.7 * valence) - 0.2, 0.5));

        double Near(double centre, double spread) => Math.Clamp(centre + (spread * Even(random)), -1, 1);
    }

    private static double Even(Random random) => (2 * random.NextDouble()) - 1;

    private static double Place(double sum) => Math.Round(Math.Tanh(1.2 * sum), 3);
}

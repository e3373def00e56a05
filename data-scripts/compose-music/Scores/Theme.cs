namespace EmoMusic.ComposeMusic;

/// <summary>
/// Eight bars: motif, answer, motif again, cadence, each fragment two bars long. Chords are Roman numerals against the
/// major scale, a bar each, or two to a bar with a comma. Notes are scale degrees: <c>#7,q.</c> is the raised seventh,
/// an octave down, a dotted quarter. Lengths: w h q e s, and t and d are one and two thirds of a beat.
/// </summary>
internal sealed record Theme(string Chords, string Motif, string Answer, string Cadence);

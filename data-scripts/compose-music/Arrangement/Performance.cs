namespace EmoMusic.ComposeMusic;

/// <summary>A sounding note, in beats.</summary>
internal readonly record struct Note(int Channel, double Beat, double Length, int Pitch, int Velocity);

/// <summary>A controller's value at a time.</summary>
internal readonly record struct Control(int Channel, double Beat, int Number, int Value);

/// <summary>What there is to be played.</summary>
internal sealed record Performance(List<Note> Notes, List<Control> Controls, double Beats);

namespace EmoMusic.ComposeMusic;

internal static class Pitch
{
    public static int Class(string name) => ("C D EF G A B".IndexOf(name[0]) + Accidental(name[1..]) + 12) % 12;

    public static int Accidental(string sign) => sign switch { "b" => -1, "#" => 1, _ => 0 };

    /// <summary>The lowest pitch of a class at or above a floor.</summary>
    public static int Above(int floor, int pitchClass) => floor + ((((pitchClass - floor) % 12) + 12) % 12);
}

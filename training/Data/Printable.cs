namespace EmoMusic.Training.Data;

/// <summary>Text of files and command lines as it may be shown: a control byte could change the terminal.</summary>
public static class Printable
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with U+FFFD for every control character.</summary>
    public static string Text(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(character => char.IsControl(character) ? Replacement : character)) : text;

    /// <summary>The same for several lines.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => Text(line.TrimEnd('\r'))));

    /// <summary>At most <paramref name="length"/> characters, for messages.</summary>
    public static string Shorten(string text, int length) =>
        Text(text.Length <= length ? text : $"{text[..length]}…");
}

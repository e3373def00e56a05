namespace EmoMusic.ComposeMusic;

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

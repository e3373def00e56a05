namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>The genres that ID3 has numbers for: 80 of the standard, the others added by Winamp.</summary>
internal static class Id3Genres
{
    /// <summary>By number.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. "Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap".Split('|'),
        .. "Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop".Split('|'),
        .. "Vocal|Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise".Split('|'),
        .. "Alternative Rock|Bass|Soul|Punk|Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic".Split('|'),
        .. "Darkwave|Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta".Split('|'),
        .. "Top 40|Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes".Split('|'),
        .. "Trailer|Lo-Fi|Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk-Rock".Split('|'),
        .. "National Folk|Swing|Fast Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock".Split('|'),
        .. "Progressive Rock|Psychedelic Rock|Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic".Split('|'),
        .. "Humour|Speech|Chanson|Opera|Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|Satire".Split('|'),
        .. "Slow Jam|Club|Tango|Samba|Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock".Split('|'),
        .. "Drum Solo|A Cappella|Euro-House|Dancehall|Goa|Drum & Bass|Club-House|Hardcore Techno|Terror|Indie".Split('|'),
        .. "BritPop|Afro-Punk|Polsk Punk|Beat|Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover".Split('|'),
        .. "Contemporary Christian|Christian Rock|Merengue|Salsa|Thrash Metal|Anime|J-Pop|Synth-Pop|Abstract".Split('|'),
        .. "Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|Downtempo|Dub|EBM|Eclectic|Electro".Split('|'),
        .. "Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|Industro-Goth|Jam Band|Krautrock".Split('|'),
        .. "Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|Psytrance|Shoegaze".Split('|'),
        .. "Space Rock|Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|Neue Deutsche Welle".Split('|'),
        .. "Podcast|Indie Rock|G-Funk|Dubstep|Garage Rock|Psybient".Split('|'),
    ];

    /// <summary>
    /// The genres that a tag means: "17" is Rock, "(51)(39)" Techno-Industrial and Noise, "(4)Eurodisco" Disco and Eurodisco,
    /// "((Foo)" is (Foo).
    /// </summary>
    public static IEnumerable<string> Named(string tag)
    {
        while (tag is ['(', not '(', ..] && tag.IndexOf(')') is > 0 and var end && Find(tag[1..end]) is { } name)
        {
            yield return name;
            tag = tag[(end + 1)..].TrimStart(' ', '/');
        }

        if (tag.Length > 0)
        {
            yield return Find(tag) ?? (tag.StartsWith("((", StringComparison.Ordinal) ? tag[1..] : tag);
        }
    }

    private static string? Find(string number) =>
        number switch
        {
            "RX" => "Remix",
            "CR" => "Cover",
            [>= '0' and <= '9', ..] when byte.TryParse(number, out var index) && index < All.Count => All[index],
            _ => null,
        };
}

using System.Text;

namespace EmoMusic.Serving.Player.Text;

/// <summary>
/// Compares names that were written by other systems: macOS decomposes accents (NFD), Windows ignores case. The runtime has
/// no normalization without ICU, so accents are dropped instead, on both sides.
/// </summary>
internal static class AccentFolding
{
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;

    // A letter, and the letters that decompose to it and combining marks (Unicode 15).
    private static readonly string[] Groups =
    [
        .. "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ BḂḄḆ CÇĆĈĊČḈ DĎḊḌḎḐḒ EÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ FḞ GĜĞĠĢǦǴḠ".Split(' '),
        .. "HĤȞḢḤḦḨḪ IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ JĴ KĶǨḰḲḴ LĹĻĽḶḸḺḼ MḾṀṂ NÑŃŅŇǸṄṆṈṊ".Split(' '),
        .. "OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ PṔṖ RŔŖŘȐȒṘṚṜṞ SŚŜŞŠȘṠṢṤṦṨ TŢŤȚṪṬṮṰ".Split(' '),
        .. "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ VṼṾ WŴẀẂẄẆẈ XẊẌ YÝŶŸȲẎỲỴỶỸ ZŹŻŽẐẒẔ".Split(' '),
        .. "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ".Split(' '),
        .. "hĥȟḣḥḧḩḫẖ iìíîïĩīĭįǐȉȋḭḯỉị jĵǰ kķǩḱḳḵ lĺļľḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ".Split(' '),
        .. "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťțṫṭṯṱẗ".Split(' '),
        .. "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ ¨΅῁῭΅ ÆǢǼ ØǾ æǣǽ øǿ".Split(' '),
        .. "ſẛ ƷǮ ΑΆἈἉἊἋἌἍἎἏᾈᾉᾊᾋᾌᾍᾎᾏᾸᾹᾺΆᾼ ΕΈἘἙἚἛἜἝῈΈ ΗΉἨἩἪἫἬἭἮἯᾘᾙᾚᾛᾜᾝᾞᾟῊΉῌ ΙΊΪἸἹἺἻἼἽἾἿῘῙῚΊ ΟΌὈὉὊὋὌὍῸΌ".Split(' '),
        .. "ΡῬ ΥΎΫὙὛὝὟῨῩῪΎ ΩΏὨὩὪὫὬὭὮὯᾨᾩᾪᾫᾬᾭᾮᾯῺΏῼ αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ εέἐἑἒἓἔἕὲέ".Split(' '),
        .. "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ ιΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ οόὀὁὂὃὄὅὸό ρῤῥ υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ".Split(' '),
        .. "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ ІЇ АӐӒ ГЃ ЕЀЁӖ ЖӁӜ ЗӞ ИЍЙӢӤ КЌ ОӦ УЎӮӰӲ ЧӴ ЫӸ ЭӬ аӑӓ гѓ еѐёӗ".Split(' '),
        .. "жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ ії ѴѶ ѵѷ ӘӚ әӛ ӨӪ өӫ اآأإ وؤ يئ ہۂ ےۓ ەۀ うゔ かが きぎ くぐ けげ".Split(' '),
        .. "こご さざ しじ すず せぜ そぞ ただ ちぢ つづ てで とど はばぱ ひびぴ ふぶぷ へべぺ ほぼぽ ゝゞ ウヴ カガ キギ クグ ケゲ コゴ サザ シジ スズ セゼ ソゾ".Split(' '),
        .. "タダ チヂ ツヅ テデ トド ハバパ ヒビピ フブプ ヘベペ ホボポ ワヷ ヰヸ ヱヹ ヲヺ ヽヾ".Split(' '),
    ];

    private static readonly Dictionary<char, char> Bases = Groups
        .SelectMany(group => group[1..].Select(letter => (letter, group[0]))).ToDictionary(pair => pair.letter, pair => pair.Item2);

    /// <summary>The text without accents, in upper case: equal for NFC and NFD, and for any case.</summary>
    public static string Fold(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToUpperInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is >= (char)HangulFirst and <= (char)HangulLast)
            {
                AppendJamo(folded, letter - HangulFirst);
            }
            else if (!IsCombining(letter))
            {
                folded.Append(Bases.GetValueOrDefault(letter, letter));
            }
        }

        return folded.ToString().ToUpperInvariant();
    }

    private static bool IsCombining(char letter) =>
        letter is (>= '\u0300' and <= '\u036F') or (>= '\u0653' and <= '\u0655') or '\u3099' or '\u309A';

    // The Unicode Standard, section 3.12: 21 vowels and 28 finals.
    private static void AppendJamo(StringBuilder text, int syllable)
    {
        text.Append((char)(0x1100 + (syllable / (21 * 28)))).Append((char)(0x1161 + (syllable / 28 % 21)));
        if (syllable % 28 is var final and > 0)
        {
            text.Append((char)(0x11A7 + final));
        }
    }
}

using EmoMusic.Serving.Player;
using EmoMusic.Serving.Player.Library.Tagging;
using EmoMusic.Serving.Player.Moods;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Tests.Player.Moods;

/// <summary>The words of the moods file that is shipped.</summary>
public sealed class MoodWordTests
{
    private static readonly MoodCatalog Moods = new(Options.Create(new PlayerOptions()), new Host());

    [Fact]
    public void Every_genre_of_ID3_has_a_place_and_they_are_spread_over_the_plane()
    {
        Assert.Equal(192, Id3Genres.All.Count);
        Assert.Equal(["Blues", "Rock", "Synth-Pop", "Psybient"], new[] { 0, 17, 147, 191 }.Select(number => Id3Genres.All[number]));
        Assert.All(Id3Genres.All, genre => Assert.NotNull(Moods.FindValenceArousal(genre)));

        var places = Id3Genres.All.Select(genre => Moods.FindValenceArousal(genre)!.Value).ToList();

        Assert.InRange(places.Distinct().Count(), 140, 192);
        Assert.InRange(places.GroupBy(Emotions.Nearest).Count(), 7, 7);
        Assert.All(
            places.GroupBy(place => (place.Valence > 0, place.Arousal > 0)), quadrant => Assert.InRange(quadrant.Count(), 10, 120));
    }

    // By the number of artists and releases they are given to.
    [Theory]
    [InlineData("rock, pop, electronic, hip hop, jazz, folk, metal, punk, classical, alternative rock, indie rock, ambient, experimental, house")]
    [InlineData("techno, soul, funk, blues, country, reggae, hard rock, pop rock, singer-songwriter, heavy metal, indie pop, punk rock, synth-pop")]
    [InlineData("hardcore punk, black metal, death metal, thrash metal, progressive rock, psychedelic rock, folk rock, r&b, trance, drum and bass")]
    [InlineData("electro, downtempo, trip hop, idm, noise, industrial, dub, disco, new wave, post-punk, grunge, shoegaze, post-rock, doom metal")]
    [InlineData("gothic rock, garage rock, blues rock, art rock, soft rock, j-pop, k-pop, dance-pop, contemporary r&b, soundtrack, world, latin")]
    [InlineData("electronica, dance, indie, alternative, instrumental, acoustic, lo-fi, dream pop, power pop, pop punk, emo, metalcore, deathcore")]
    [InlineData("melodic death metal, power metal, progressive metal, symphonic metal, gothic metal, folk metal, nu metal, sludge metal, stoner rock")]
    [InlineData("grindcore, crust punk, ska, ska punk, oi, rockabilly, psychobilly, surf rock, krautrock, space rock, math rock, noise rock, no wave")]
    [InlineData("darkwave, coldwave, ebm, industrial metal, dark ambient, drone, power electronics, harsh noise, field recording, minimalism")]
    [InlineData("deep house, tech house, progressive house, electro house, acid house, minimal techno, detroit techno, psytrance, goa trance")]
    [InlineData("hardstyle, gabber, happy hardcore, breakbeat, breakcore, jungle, dubstep, uk garage, grime, trap, glitch, chillout, chillwave")]
    [InlineData("vaporwave, synthwave, electropop, electroclash, eurodance, italo-disco, nu disco, big beat, boom bap, gangsta rap, conscious hip hop")]
    [InlineData("jazz rap, pop rap, cloud rap, reggaeton, dancehall, roots reggae, rocksteady, calypso, soca, afrobeat, highlife, salsa, merengue")]
    [InlineData("bachata, cumbia, samba, bossa nova, mpb, tango, bolero, flamenco, fado, chanson, schlager, enka, celtic, klezmer, polka, bluegrass")]
    [InlineData("americana, alternative country, honky tonk, gospel, doo-wop, neo soul, acid jazz, bebop, hard bop, cool jazz, free jazz, swing")]
    [InlineData("big band, jazz fusion, smooth jazz, latin jazz, dixieland, ragtime, baroque, renaissance, medieval, opera, choral, chamber music")]
    [InlineData("modern classical, contemporary classical, new age, spoken word, comedy, audiobook, musical, christmas music, children's music")]
    public void Genres_that_MusicBrainz_knows_have_a_place(string genres) =>
        Assert.All(genres.Split(", "), genre => Assert.NotNull(Moods.FindValenceArousal(genre)));

    [Theory]
    [InlineData("hip-hop", "Hip Hop, HipHop, hip hop, HIP-HOP")]
    [InlineData("r&b", "R&B, RnB, R'n'B, R & B, R and B")]
    [InlineData("drum and bass", "Drum & Bass, Drum'n'Bass, Drum n Bass, drum'n’bass, D&B, DnB")]
    [InlineData("rock & roll", "Rock 'n' Roll, Rock'n'Roll, Rock and Roll, rock n roll")]
    [InlineData("synth-pop", "Synthpop, Synth Pop")]
    [InlineData("forro", "Forró, FORRO")]
    [InlineData("lo-fi", "LoFi, Lo Fi, lo-fi")]
    public void Spellings_do_not_matter(string word, string spellings) => Assert.All(
        spellings.Split(", "), spelling => Assert.Equal(Moods.FindValenceArousal(word), Moods.FindValenceArousal(spelling)));

    [Fact]
    public void Whole_values_count_before_their_words_and_every_value_counts()
    {
        var (sad, party, deathMetal) = (Place("sad"), Place("party"), Place("death metal"));

        Assert.Equal(Place("dark ambient"), Moods.FindValenceArousal("Dark Ambient"));
        Assert.NotEqual(sad.Lerp(party, 0.5), deathMetal);
        Assert.Equal(sad.Lerp(party, 0.5), Moods.FindValenceArousal("Sad; Party"));
        Assert.Equal(sad.Lerp(party, 0.5), Moods.FindValenceArousal("sad/unheard-of/party"));
        Assert.Equal(deathMetal, Moods.FindValenceArousal("Finnish Death Metal"));
        Assert.Equal(sad, Moods.FindValenceArousal("Not happy; Sad; Not party"));
        Assert.Null(Moods.FindValenceArousal("Not happy"));
        Assert.Null(Moods.FindValenceArousal("Unheard-of"));
        Assert.Null(Moods.FindValenceArousal(""));
    }

    [Theory]
    [InlineData("rock", 0.05, 0.5, 0.3, 0.7)]
    [InlineData("disco", 0.5, 1, 0.4, 1)]
    [InlineData("death metal", -1, -0.4, 0.7, 1)]
    [InlineData("new age", 0, 0.6, -1, -0.4)]
    [InlineData("funeral doom", -1, -0.6, -0.8, 0)]
    public void Genres_are_where_they_are_heard(string genre, double dark, double bright, double calm, double lively)
    {
        Assert.InRange(Place(genre).Valence, dark, bright);
        Assert.InRange(Place(genre).Arousal, calm, lively);
    }

    private static ValenceArousal Place(string word) => Moods.FindValenceArousal(word)!.Value;

    private sealed class Host : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = Repository.At("serving");

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

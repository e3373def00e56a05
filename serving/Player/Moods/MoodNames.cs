namespace EmoMusic.Serving.Player.Moods;

/// <summary>
/// Names of folders and playlists that mean a mood: "sad", "Sad songs", "traurige Lieder". The whole name counts, since
/// titles of albums are full of such words.
/// </summary>
internal static class MoodNames
{
    // In English, German, Spanish, French, Italian, Portuguese, Turkish, Dutch, Polish, Swedish, Russian, Japanese and Chinese.
    private static readonly Dictionary<Emotion, string> Names = new()
    {
        [Emotion.Angry] = "angry, anger, furious, wütend, wütende, wut, zornig, zorn, enojado, enfadado, enojo, ira, en colère, "
            + "colère, fâché, arrabbiato, rabbia, zangado, raiva, kızgın, kizgin, öfke, öfkeli, woede, zły, złość, "
            + "ilska, злой, злость, гнев, 怒り, 愤怒, 生气",
        [Emotion.Disgust] = "disgust, disgusted, ekel, angewidert, asco, asqueado, dégoût, dégoûté, disgusto, disgustato, nojo, "
            + "tiksinti, iğrenme, walging, obrzydzenie, wstręt, avsky, äckel, отвращение, 嫌悪, 厌恶",
        [Emotion.Fear] = "fear, fearful, afraid, scared, scary, angst, ängstlich, furcht, miedo, asustado, temor, peur, effrayé, "
            + "paura, spaventato, medo, assustado, korku, strach, rädsla, rädd, страх, 恐怖, 恐れ, 恐惧, 害怕",
        [Emotion.Happy] = "happy, happiness, cheerful, joyful, glücklich, glückliche, fröhlich, fröhliche, freude, feliz, felices, "
            + "alegre, alegres, felicidad, alegría, heureux, heureuse, joyeux, joyeuse, joie, felice, felici, allegria, "
            + "felizes, alegria, felicidade, mutlu, neşeli, mutluluk, blij, vrolijk, gelukkig, wesołe, wesoły, szczęśliwy, radość, "
            + "glad, glada, lycklig, счастье, счастливый, весёлый, весёлая, весёлые, радость, 幸せ, 喜び, 楽しい, 快乐, 开心",
        [Emotion.Sad] = "sad, sadness, traurig, traurige, trauer, traurigkeit, triste, tristes, tristeza, tristesse, tristi, "
            + "tristezza, hüzünlü, üzgün, hüzün, droevig, verdrietig, verdriet, smutne, smutny, smutek, ledsen, ledsam, sorgsen, "
            + "грусть, грустный, грустная, грустные, печаль, 悲しい, 悲しみ, 悲伤, 难过",
        [Emotion.Surprise] = "surprise, surprised, surprising, überraschung, überrascht, überraschend, sorpresa, sorprendido, "
            + "surpris, étonné, sorpreso, surpresa, surpreso, şaşkın, şaşkınlık, sürpriz, verrassing, verrast, zaskoczenie, "
            + "niespodzianka, överraskning, överraskad, удивление, сюрприз, 驚き, 惊讶, 惊喜",
        [Emotion.Neutral] = "neutral, neutrale, neutro, neutra, neutre, neutros, nötr, neutraal, neutralny, neutralne, "
            + "нейтральный, нейтральная, нейтральное, 中性, 普通",
    };

    // What may stand beside the mood.
    private static readonly HashSet<string> Fillers =
    [
        .. MoodWord.Split(
            "a the my for some song songs music musik tracks track tune tunes playlist playlists mix mixtape mood moods feeling "
            + "feelings vibes lieder lied stimmung meine für canciones canción música músicas mis para chansons chanson musique "
            + "musiques humeur mes pour de canzoni canzone musica umore mie canções canção humor minhas şarkılar şarkı müzik "
            + "müzikler şarkıları liedjes muziek nummers stemming piosenki piosenka muzyka nastrój låtar musiken песни песня "
            + "музыка настроение 音楽 曲 音乐 歌曲"),
    ];

    private static readonly Dictionary<string, Emotion> ByWord = Names
        .SelectMany(pair => pair.Value.Split(", ").Select(name => (Word: MoodWord.Normalize(name), Emotion: pair.Key)))
        .DistinctBy(pair => pair.Word).ToDictionary(pair => pair.Word, pair => pair.Emotion);

    /// <summary>The mood that a name means; null for any other name.</summary>
    public static Emotion? Parse(string name)
    {
        var words = MoodWord.Split(name);
        return ByWord.TryGetValue(string.Concat(words), out var whole)
            || ByWord.TryGetValue(string.Concat(words.Where(word => !Fillers.Contains(word))), out whole) ? whole : null;
    }
}

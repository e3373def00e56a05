using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Moods;

/// <summary>The texts of a mood's playlist.</summary>
internal sealed record Mood(string Title, string Quote, string Author, string Genre);

/// <summary>moods.json: a <see cref="Mood"/> for each emotion, and the valence and arousal of words in tags.</summary>
internal sealed class MoodCatalog
{
    private const int MaxWords = 4; // of a phrase
    private const string Not = "not "; // AcousticBrainz: "Not happy" is not sad either

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly Dictionary<Emotion, Mood> moods;
    private readonly Dictionary<string, ValenceArousal> words = [];

    /// <exception cref="StartupException">The file is missing, is not JSON, or lacks an emotion.</exception>
    public MoodCatalog(IOptions<PlayerOptions> options, IHostEnvironment host)
    {
        var path = Path.GetFullPath(options.Value.Moods, host.ContentRootPath);
        var file = Read(path);
        moods = file.Moods;
        foreach (var (word, position) in file.Words ?? [])
        {
            words[MoodWord.Normalize(word)] = position;
        }

        if (Emotions.All.Where(emotion => moods.GetValueOrDefault(emotion) is null).ToList() is { Count: > 0 } missing)
        {
            throw new StartupException(
                $"{path}: found no {string.Join(", ", missing.Select(emotion => emotion.Name()))}, "
                + "expected title, quote, author and genre for each of the seven emotions.");
        }
    }

    public Mood this[Emotion emotion] => moods[emotion];

    /// <summary>
    /// The position of a tag's text: that of the whole text, else the mean of its values, which ";", "/" or "," separate; null
    /// if none is known.
    /// </summary>
    public ValenceArousal? FindValenceArousal(string text)
    {
        if (words.TryGetValue(MoodWord.Normalize(text), out var whole))
        {
            return whole;
        }

        return Mean(text.Split([';', '/', ',', '\0'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(value => !value.StartsWith(Not, StringComparison.OrdinalIgnoreCase))
            .Select(value => words.TryGetValue(MoodWord.Normalize(value), out var known) ? known : Mean(OfWords(value)))
            .OfType<ValenceArousal>());
    }

    // "Finnish Melodic Death Metal" has a known end: the longest phrases count, as far as there are any.
    private IEnumerable<ValenceArousal> OfWords(string value)
    {
        var parts = MoodWord.Split(value);
        for (var first = 0; first < parts.Length;)
        {
            var count = Math.Min(MaxWords, parts.Length - first);
            while (count > 0 && !words.ContainsKey(string.Concat(parts[first..(first + count)])))
            {
                count--;
            }

            if (count > 0)
            {
                yield return words[string.Concat(parts[first..(first + count)])];
            }

            first += Math.Max(1, count);
        }
    }

    private static ValenceArousal? Mean(IEnumerable<ValenceArousal> positions)
    {
        var all = positions.ToList();
        return all.Count == 0 ? null
            : new ValenceArousal(all.Average(each => each.Valence), all.Average(each => each.Arousal));
    }

    private static MoodsFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<MoodsFile>(File.ReadAllText(path), Format)
                ?? throw new JsonException("Found null, expected an object with \"moods\" and \"words\".");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path}: cannot be read as a moods file. {error.Message} "
                + "Fix it, or set Player:Moods to another file.", error);
        }
    }

    private sealed record MoodsFile(Dictionary<Emotion, Mood> Moods, Dictionary<string, ValenceArousal>? Words = null);
}

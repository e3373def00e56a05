using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player;

/// <summary>What a playlist says of its mood.</summary>
public sealed record Mood(string Title, string Quote, string Author, string Genre);

/// <summary>The moods' file: a <see cref="Mood"/> for each emotion, and what words in tags mean.</summary>
internal sealed class Moods
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly Dictionary<Emotion, Mood> moods;
    private readonly Dictionary<string, Place> words;

    /// <exception cref="StartException">The file is missing, is no JSON, or lacks an emotion.</exception>
    public Moods(IOptions<PlayerOptions> options, IHostEnvironment host)
    {
        var path = Path.GetFullPath(options.Value.Moods, host.ContentRootPath);
        var file = Read(path);
        moods = file.Moods;
        words = new(file.Words ?? [], StringComparer.OrdinalIgnoreCase);
        if (Emotions.All.Where(emotion => moods.GetValueOrDefault(emotion) is null).ToList() is { Count: > 0 } missing)
        {
            throw new StartException(
                $"{path}: found no {string.Join(", ", missing.Select(emotion => emotion.Name()))}, "
                + "expected title, quote, author and genre for each of the seven emotions.");
        }
    }

    public Mood this[Emotion emotion] => moods[emotion];

    /// <summary>
    /// Where a tag's words lie: those of the whole text, else the mean of those of its parts; null when none is known.
    /// </summary>
    public Place? PlaceOf(string text)
    {
        if (words.TryGetValue(text.Trim(), out var whole))
        {
            return whole;
        }

        var known = text.Split([' ', '/', ',', ';', '-', '&'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => words.TryGetValue(word, out var place) ? place : (Place?)null).OfType<Place>().ToList();
        return known.Count == 0 ? null
            : new Place(known.Average(place => place.Valence), known.Average(place => place.Arousal));
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
            throw new StartException($"{path}: cannot be read as the moods' file. {error.Message} "
                + "Mend it, or name another one by Player:Moods.", error);
        }
    }

    private sealed record MoodsFile(Dictionary<Emotion, Mood> Moods, Dictionary<string, Place>? Words = null);
}

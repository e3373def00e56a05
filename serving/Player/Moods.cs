using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player;

/// <summary>What a playlist says of its mood.</summary>
public sealed record Mood(string Title, string Quote, string Author, string Genre);

/// <summary>The moods' file: one <see cref="Mood"/> for each emotion.</summary>
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

    /// <exception cref="StartException">The file is missing, is no JSON, or lacks an emotion.</exception>
    public Moods(IOptions<PlayerOptions> options, IHostEnvironment host)
    {
        var path = Path.GetFullPath(options.Value.Moods, host.ContentRootPath);
        moods = Read(path);
        if (Emotions.All.Where(emotion => moods.GetValueOrDefault(emotion) is null).ToList() is { Count: > 0 } missing)
        {
            throw new StartException(
                $"{path}: found no {string.Join(", ", missing.Select(emotion => emotion.Name()))}, "
                + "expected title, quote, author and genre for each of the seven emotions.");
        }
    }

    public Mood this[Emotion emotion] => moods[emotion];

    private static Dictionary<Emotion, Mood> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<Emotion, Mood>>(File.ReadAllText(path), Format) ?? [];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path}: cannot be read as the moods' file. {error.Message} "
                + "Mend it, or name another one by Player:Moods.", error);
        }
    }
}

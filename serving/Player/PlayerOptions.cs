using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Player;

/// <summary>The section <c>Player</c> of the configuration.</summary>
public sealed class PlayerOptions
{
    /// <summary>The music, in a folder for each emotion; relative to the program's content.</summary>
    [Required]
    public string Library { get; set; } = "music";

    /// <summary>Title, quote, author and genre for each emotion; relative to the program's content.</summary>
    [Required]
    public string Moods { get; set; } = "Player/moods.json";

    /// <summary>Where the player service is, for a detector that runs without one in its process.</summary>
    public Uri? BaseUrl { get; set; }
}

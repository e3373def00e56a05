using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Player;

/// <summary>The section <c>Player</c> of the configuration.</summary>
public sealed class PlayerOptions
{
    /// <summary>The folder with the music; relative to the program's content.</summary>
    [Required]
    public string Library { get; set; } = "music";

    /// <summary>What a playlist says of its mood, and the moods of words; relative to the program's content.</summary>
    [Required]
    public string Moods { get; set; } = "Player/moods.json";

    /// <summary>
    /// What the player remembers is in there: "Data Source=FILE" for SQLite, "Host=…;Database=…" for PostgreSQL.
    /// </summary>
    [Required]
    public string Database { get; set; } = "Data Source=data/player.db";

    /// <summary>A server of music beside the folder; none without its address.</summary>
    public Subsonic.SubsonicOptions Subsonic { get; set; } = new();

    /// <summary>Where the player service is, for a detector that runs without one in its process.</summary>
    public Uri? BaseUrl { get; set; }
}

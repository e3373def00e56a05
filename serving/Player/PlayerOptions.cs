using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Serving.Player;

/// <summary>The configuration section <c>Player</c>.</summary>
public sealed class PlayerOptions
{
    /// <summary>The library folder, relative to the content root.</summary>
    [Required]
    public string Library { get; set; } = "music";

    /// <summary>The moods file, relative to the content root: playlist texts, and the valence and arousal of words in tags.</summary>
    [Required]
    public string Moods { get; set; } = "Player/Moods/moods.json";

    /// <summary>
    /// The name of this library where several share a PostgreSQL database; the folder's path without it. Replicas with the
    /// same library have the same name.
    /// </summary>
    public string? LibraryName { get; set; }

    /// <summary>Whether the files of the library are listened to, in the background.</summary>
    public bool Analyse { get; set; } = true;

    /// <summary>How often the folder is checked for a disk that was mounted or unmounted, in seconds.</summary>
    [Range(1, 60)]
    public int FolderCheckSeconds { get; set; } = 10;

    /// <summary>
    /// The connection string: "Data Source=FILE" for SQLite, "Host=…;Database=…" for PostgreSQL.
    /// </summary>
    [Required]
    public string Database { get; set; } = "Data Source=data/player.db";

    /// <summary>The URL of the player service, for a process with the detector role alone.</summary>
    public Uri? BaseUrl { get; set; }
}

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// The configuration section <c>Player:Subsonic</c>: a server that speaks the Subsonic protocol, such as Navidrome. Keep the
/// password in the environment (<c>Player__Subsonic__Password</c>) rather than in a file.
/// </summary>
public sealed class SubsonicOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Player:Subsonic";

    /// <summary>The server's URL, without "/rest"; no server is used without it.</summary>
    public Uri? Url { get; set; }

    /// <summary>The user name.</summary>
    public string? User { get; set; }

    /// <summary>The password. Only salted hashes of it are sent.</summary>
    public string? Password { get; set; }

    /// <summary>An OpenSubsonic API key, instead of user and password.</summary>
    public string? ApiKey { get; set; }
}

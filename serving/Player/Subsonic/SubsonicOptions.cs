namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// The section <c>Player:Subsonic</c>: a server that speaks the Subsonic protocol, such as Navidrome. Better kept in the
/// environment (<c>Player__Subsonic__Password</c>) than in a file.
/// </summary>
public sealed class SubsonicOptions
{
    /// <summary>Its address, without "/rest".</summary>
    public Uri? Url { get; set; }

    /// <summary>Who we are to it.</summary>
    public string? User { get; set; }

    /// <summary>Its password; it never leaves this process, only a hash of it with some salt.</summary>
    public string? Password { get; set; }

    /// <summary>Instead of user and password, where the server knows OpenSubsonic's keys.</summary>
    public string? ApiKey { get; set; }
}

namespace EmoMusic.Serving;

/// <summary>Which of the two services this process is: <c>--roles detector,player</c>; both, unless told otherwise.</summary>
internal sealed record Roles(bool Detector, bool Player)
{
    /// <exception cref="StartException">Neither, or something else.</exception>
    public static Roles From(IConfiguration configuration)
    {
        var given = configuration["roles"] ?? "detector,player";
        var names = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(name => name is "detector" or "player")
            ? new(names.Contains("detector"), names.Contains("player"))
            : throw new StartException($"--roles: found '{given}', expected detector, player, or detector,player.");
    }
}

namespace EmoMusic.Serving;

/// <summary>The roles of this process: <c>--roles detector,player</c>; both by default.</summary>
internal sealed record Roles(bool Detector, bool Player)
{
    /// <exception cref="StartupException">No role, or an unknown one.</exception>
    public static Roles From(IConfiguration configuration)
    {
        var given = configuration["roles"] ?? "detector,player";
        var names = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(name => name is "detector" or "player")
            ? new(names.Contains("detector"), names.Contains("player"))
            : throw new StartupException($"--roles: found '{given}', expected detector, player, or detector,player.");
    }
}

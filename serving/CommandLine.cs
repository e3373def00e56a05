using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Player;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Player.Subsonic;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving;

/// <summary>Refuses what the configuration would pass over: words that are no options, and names that no option has.</summary>
internal static class CommandLine
{
    /// <summary>Answer to <c>--help</c>.</summary>
    public const string Help =
        "Starts the server: dotnet run --project serving -- [--urls http://localhost:8080] [--Player:Library FOLDER] …\n"
        + $"Or runs a command: {Commands}.\n"
        + "docs/serving.md has all options; environment variables have two underscores for each colon.";

    private const string Commands = $"{AnalyseCommand.Name} FILE…, {HashPasswordCommand.Name} or {HealthCommand.Name}";

    private static readonly string[] Names =
    [
        "roles", "urls", "PORT", "AllowedHosts", "ShutdownDrainSeconds", "ShutdownTimeoutSeconds", "environment",
    ];

    private static readonly Dictionary<string, string[]> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Access"] = ["Password"],
        ["Detector"] = NamesOf(typeof(DetectorOptions)),
        ["Metrics"] = ["Key", "Port"],
        ["Player"] = [.. NamesOf(typeof(PlayerOptions)), "Subsonic"],
        [SubsonicOptions.Section] = NamesOf(typeof(SubsonicOptions)),
        ["ForwardedHeaders"] = ["KnownProxies", "KnownNetworks"],
    };

    /// <summary>Whether it asks for <see cref="Help"/>.</summary>
    public static bool AsksForHelp(string[] args) => args is ["--help" or "-h" or "-?" or "help"];

    /// <summary>Checks the words of the command line.</summary>
    /// <exception cref="StartupException">One is no option, or an option without a value.</exception>
    public static void CheckWords(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartupException($"Found '{args[i]}', expected options such as --urls http://localhost:8080, or {Commands}.");
            }

            var (name, hasValue) = (args[i][2..].Split('=')[0], args[i].Contains('=', StringComparison.Ordinal));
            if (!name.Contains(':', StringComparison.Ordinal) && !name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase))
            {
                Check(name, Names, "--");
            }

            if (!hasValue && ++i == args.Length)
            {
                throw new StartupException($"--{name}: found no value, expected --{name} VALUE.");
            }
        }
    }

    /// <summary>Checks the names of this program's own options, wherever they are set.</summary>
    /// <exception cref="StartupException">No option has such a name.</exception>
    public static void CheckNames(IConfiguration configuration)
    {
        foreach (var (section, names) in Sections)
        {
            foreach (var option in configuration.GetSection(section).GetChildren())
            {
                Check(option.Key, names, $"{section}:");
            }
        }

        foreach (var (key, level) in configuration.GetSection("Logging").AsEnumerable())
        {
            if (key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && level is { Length: > 0 }
                && !Enum.TryParse<LogLevel>(level, ignoreCase: true, out _))
            {
                throw new StartupException($"{key}: found '{level}', expected one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
    }

    private static void Check(string name, string[] names, string prefix)
    {
        if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new StartupException($"{prefix}{name}: no such option, expected one of {string.Join(", ", names)}.");
        }
    }

    private static string[] NamesOf(Type options) =>
        [.. options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];
}

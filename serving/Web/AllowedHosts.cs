using System.Net;
using Microsoft.AspNetCore.HostFiltering;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Refuses foreign names in the Host header: a page elsewhere could point its own name at this machine (DNS rebinding), and
/// would then be of the same origin. <c>AllowedHosts</c> names the hosts, separated by semicolons; <c>*</c> allows all.
/// </summary>
internal static class AllowedHosts
{
    private const string Option = "AllowedHosts";

    // Set by hosting platforms to the name they serve this program under.
    private static readonly string[] PlatformVariables =
        ["RENDER_EXTERNAL_HOSTNAME", "RAILWAY_PUBLIC_DOMAIN", "WEBSITE_HOSTNAME", "SPACE_HOST", "HEROKU_APP_DEFAULT_DOMAIN_NAME"];

    public static void AddAllowedHosts(this IServiceCollection services) =>
        services.PostConfigure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]); // checked below, with a sentence

    public static void UseAllowedHosts(this WebApplication app)
    {
        var patterns = Patterns(app.Configuration);
        if (patterns.Contains("*"))
        {
            return;
        }

        app.Use((context, next) => !context.Request.Host.HasValue || IsAllowed(context.Request.Host.Host, patterns)
            ? next(context)
            : TypedResults.Problem(
                $"This server is not known as '{context.Request.Host.Host}'. If it is yours, start it with "
                + $"--{Option}={context.Request.Host.Host}.",
                statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context));
    }

    // Behind the router of a hosting platform, which sets PORT, only requests for our own names arrive.
    private static string[] Patterns(IConfiguration configuration)
    {
        if (configuration[Option] is { Length: > 0 } given)
        {
            return [.. given.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Check)];
        }

        if (configuration["PORT"] is { Length: > 0 })
        {
            return ["*"];
        }

        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(url => BindingAddress.Parse(url).Host).Where(host => host is not ("*" or "+"));
        return [.. PlatformVariables.Select(name => configuration[name]).OfType<string>(), .. urls, Environment.MachineName];
    }

    private static string Check(string pattern) =>
        pattern == "*" || Uri.CheckHostName(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern)
            != UriHostNameType.Unknown ? pattern : throw new StartupException(
                $"{Option}: found '{pattern}', expected a name without scheme and port, such as music.example, or *.");

    // No stranger's page has an IP address as its name, nor one without a dot, nor one of the local network.
    private static bool IsAllowed(string host, string[] patterns)
    {
        var name = host.TrimEnd('.');
        var isOwn = IPAddress.TryParse(name.Trim('[', ']'), out _) || !name.Contains('.', StringComparison.Ordinal)
            || name.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isOwn || patterns.Any(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) : name.Equals(pattern, StringComparison.OrdinalIgnoreCase));
    }
}

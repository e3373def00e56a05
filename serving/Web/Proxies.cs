using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Behind a proxy, scheme, host and client address come from its X-Forwarded headers: from the proxies that
/// <c>ForwardedHeaders:KnownProxies</c> and <c>KnownNetworks</c> name, and from nobody else.
/// </summary>
internal static class Proxies
{
    private const string Section = "ForwardedHeaders";

    /// <exception cref="StartupException">An address is not valid.</exception>
    public static void AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var proxies = Read(configuration, "KnownProxies", text => IPAddress.TryParse(text, out var address) ? address : null, "10.0.0.2");
        var networks = Read(configuration, "KnownNetworks",
            text => System.Net.IPNetwork.TryParse(text, out var network) ? (System.Net.IPNetwork?)network : null, "10.0.0.0/8");
        if (proxies.Count + networks.Count == 0)
        {
            return;
        }

        services.AddSingleton(new NamedProxies());
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.ForwardLimit = null; // as many as are named, one behind the other
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            proxies.ForEach(options.KnownProxies.Add);
            networks.ForEach(network => options.KnownIPNetworks.Add(network!.Value));
        });
    }

    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetService<NamedProxies>() is not null)
        {
            app.UseForwardedHeaders();
        }
    }

    private static List<T> Read<T>(IConfiguration configuration, string name, Func<string, T?> parse, string example)
    {
        var section = configuration.GetSection($"{Section}:{name}");
        var texts = section.GetChildren().Select(child => child.Value).Prepend(section.Value).OfType<string>()
            .SelectMany(text => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries));
        return [.. texts.Select(text => parse(text) ?? throw new StartupException(
            $"{Section}:{name}: found '{text}', expected an address such as {example}."))];
    }

    private sealed class NamedProxies;
}

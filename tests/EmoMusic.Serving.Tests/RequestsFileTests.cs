using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests;

/// <summary>serving/requests.http, beside the routes that there are.</summary>
public sealed partial class RequestsFileTests
{
    [Fact]
    public async Task Each_route_has_an_example_and_each_example_a_route()
    {
        await using var service = await TestServer.StartAsync();
        var routes = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => new Route(endpoint)).Where(route => !route.IsFileOfPage).ToList();
        var examples = (await File.ReadAllLinesAsync(Repository.At("serving/requests.http")))
            .Select(line => RequestLine().Match(line)).Where(match => match.Success)
            .Select(match => (Method: match.Groups[1].Value, Path: match.Groups[2].Value)).ToList();

        var withoutExample = routes.Where(route => !examples.Any(route.Answers)).ToList();
        var withoutRoute = examples.Where(example => !routes.Any(route => route.Answers(example))).ToList();

        Assert.Empty(withoutExample);
        Assert.Equal([("GET", "/")], withoutRoute.Distinct()); // the page is a file
    }

    [GeneratedRegex(@"^(GET|POST|PUT|DELETE|PATCH) \{\{host\}\}([^?]+)")]
    private static partial Regex RequestLine();

    private sealed record Route(RouteEndpoint Endpoint)
    {
        private readonly TemplateMatcher template =
            new(TemplateParser.Parse(Endpoint.RoutePattern.RawText!.TrimStart('/')), new RouteValueDictionary());

        public bool IsFileOfPage => Path.HasExtension(ToString()) && ToString().Contains("scalar/"); // its script and icon

        public bool Answers((string Method, string Path) request) =>
            (Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods }
                || methods.Contains(request.Method))
            && template.TryMatch(request.Path, []);

        public override string ToString() => Endpoint.RoutePattern.RawText!;
    }
}

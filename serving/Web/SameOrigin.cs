namespace EmoMusic.Serving.Web;

/// <summary>
/// Refuses writes that another site makes a browser send, by the headers that a browser sets and a page cannot:
/// Sec-Fetch-Site, and Origin from those that do not know it. What is no browser has neither, and nobody's cookie.
/// The rule is that of Filippo Valsorda, "Cross-Site Request Forgery" (2025), and of Go's CrossOriginProtection.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Adds the check to routes that write.</summary>
    public static T RequireSameOrigin<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.AddEndpointFilter(async (context, next) =>
            IsAllowed(context.HttpContext.Request) ? await next(context) : TypedResults.Problem(
                "Found a request from another site, expected one from this page. Open the page and do it there.",
                statusCode: StatusCodes.Status403Forbidden));

    private static bool IsAllowed(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}

namespace EmoMusic.Serving.Web;

/// <summary>
/// Protects writes from cross-site request forgery, by headers that a browser sets and a page cannot: Sec-Fetch-Site, or
/// Origin in older browsers. Clients other than browsers send neither, and have no listener's cookie. The rule follows
/// Filippo Valsorda, "Cross-Site Request Forgery" (2025), and Go's CrossOriginProtection.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Answers cross-site requests with 403.</summary>
    public static T RequireSameOrigin<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.AddEndpointFilter(async (context, next) =>
            IsAllowed(context.HttpContext.Request) ? await next(context) : TypedResults.Problem(
                "Cross-site requests are not allowed. Open the page itself and try there.",
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

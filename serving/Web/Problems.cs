using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Web;

/// <summary>Answers every error with problem details (RFC 9457), without internals.</summary>
internal static partial class Problems
{
    private static readonly Dictionary<int, string> Details = new()
    {
        [400] = "Bad request: the body or a parameter is invalid.",
        [404] = "Not found.",
        [405] = "Method not allowed.",
        [408] = "The request took too long to arrive. Send it again.",
        [413] = "The request is too large.",
        [415] = "The body has another type than expected. Send JSON in UTF-8, as application/json.",
        [500] = "Internal server error. It has been logged.",
        [503] = "The request timed out. Try again in a moment.",
    };

    public static void AddProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // the exception names the parameter
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Detail ??= DetailOf(context.Exception) ?? Details.GetValueOrDefault(context.ProblemDetails.Status ?? 0));
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode
                : IsUnknownCharset(error) ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException || IsUnknownCharset(context.Exception),
        });
        app.UseStatusCodePages(async status =>
        {
            var context = status.HttpContext;
            if (!await StaticPage.TryNotFoundPageAsync(context) && !await context.RequestServices
                .GetRequiredService<IProblemDetailsService>().TryWriteAsync(new() { HttpContext = context }))
            {
                await context.Response.WriteAsync(Details.GetValueOrDefault(context.Response.StatusCode) ?? "");
            }
        });
    }

    // Of a JSON body; ASP.NET Core has no exception of its own for it.
    private static bool IsUnknownCharset(Exception error) =>
        error is InvalidOperationException { InnerException: ArgumentException { ParamName: "name" } };

    // ASP.NET Core: Failed to bind parameter "int Skip" from "x".
    private static string? DetailOf(Exception? error) =>
        error is BadHttpRequestException && Parameter().Match(error.Message) is { Success: true } match
            ? $"`{match.Groups["name"].Value.ToLowerInvariant()}`: found '{match.Groups["value"].Value}', expected "
                + (match.Groups["type"].Value.Contains("bool", StringComparison.OrdinalIgnoreCase) ? "true or false." : "a whole number.")
            : null;

    [GeneratedRegex("^Failed to bind parameter \"(?<type>.+) (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}

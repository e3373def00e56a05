namespace EmoMusic.Serving.Web;

/// <summary>Answers every error with problem details (RFC 9457), without internals.</summary>
internal static class Problems
{
    private static readonly Dictionary<int, string> Details = new()
    {
        [400] = "Bad request: the body or a parameter is invalid.",
        [404] = "Not found.",
        [405] = "Method not allowed.",
        [408] = "The request took too long to arrive. Send it again.",
        [413] = "The request is too large.",
        [500] = "Internal server error. It has been logged.",
        [503] = "The request timed out. Try again in a moment.",
    };

    public static void AddProblems(this IServiceCollection services) => services.AddProblemDetails(options =>
        options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Detail ??= Details.GetValueOrDefault(context.ProblemDetails.Status ?? 0));

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad
                ? bad.StatusCode : StatusCodes.Status500InternalServerError,
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
}

namespace EmoMusic.Serving.Web;

/// <summary>Every error is answered as problem+json (RFC 9457) with a sentence, and never with what is inside.</summary>
internal static class Problems
{
    private static readonly Dictionary<int, string> Sentences = new()
    {
        [400] = "The request cannot be understood.",
        [404] = "There is nothing at this address.",
        [405] = "This address is not asked in this way.",
        [408] = "The request took too long to arrive. Send it again.",
        [413] = "The request is too large.",
        [500] = "Something went wrong in here. It has been logged.",
        [503] = "This took too long. Try again in a moment.",
    };

    public static void AddProblems(this IServiceCollection services) => services.AddProblemDetails(options =>
        options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Detail ??= Sentences.GetValueOrDefault(context.ProblemDetails.Status ?? 0));

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad
                ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
    }
}

namespace EmoMusic.Serving.Web;

/// <summary>Serves the page in wwwroot.</summary>
internal static class StaticPage
{
    public static void UseStaticPage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // Revalidated each time and answered with 304, so that a new version shows at once.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}

using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Serving.Web;

/// <summary>Serves the page in wwwroot, compressed.</summary>
internal static class StaticPage
{
    private const string NotFoundPage = "404.html";

    public static void AddStaticPage(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // of public files only: see UseStaticPage
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"];
        });
        // Small files, hence slow and thorough.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.SmallestSize);
    }

    public static void UseStaticPage(this WebApplication app)
    {
        // Not of the API: its answers may mix secrets with what a stranger sent (BREACH).
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), open => open.UseResponseCompression());
        app.UseServiceWorker();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                // Revalidated each time by its ETag and answered with 304, so that a new version shows at once.
                var headers = file.Context.Response.Headers;
                headers.CacheControl = "no-cache";
                headers.Remove(HeaderNames.LastModified);
                headers.Remove(HeaderNames.AcceptRanges);
            },
        });
    }

    /// <summary>Answers a browser that asked for a page which does not exist with one for people; false for others.</summary>
    public static async Task<bool> TryNotFoundPageAsync(HttpContext context)
    {
        var page = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(NotFoundPage);
        var isPage = context.Response.StatusCode == StatusCodes.Status404NotFound && page.Exists
            && HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api")
            && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
        if (isPage)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.SendFileAsync(page);
        }

        return isPage;
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace EmoMusic.Serving.Web;

/// <summary>
/// The page's service worker, which keeps all files of the page, and of its languages the one in use: wwwroot/sw.js after their
/// addresses and a hash of their contents. Browsers update it when a byte of it changes, hence when any file does.
/// </summary>
internal static class ServiceWorker
{
    private const string Script = "sw.js";
    private static readonly string[] Kinds = [".html", ".css", ".js", ".svg", ".webmanifest", ".json"];
    private const string Languages = "languages/"; // the page says which one it uses
    private static readonly string[] Left = [Script, "404.html"];

    public static void UseServiceWorker(this WebApplication app) => app.Use((context, next) =>
        context.Request.Path == $"/{Script}" && HttpMethods.IsGet(context.Request.Method)
            ? SendAsync(context, app.Environment.WebRootFileProvider) : next(context));

    private static async Task SendAsync(HttpContext context, IFileProvider root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        List<string> addresses = ["/"];
        foreach (var (path, file) in Files(root, "").OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            hash.AppendData(await ReadAsync(file, context.RequestAborted));
            if (path != Script && path != "index.html" && !path.StartsWith(Languages, StringComparison.Ordinal)) // "/" is index.html
            {
                addresses.Add($"/{path}");
            }
        }

        var version = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        var script = await ReadAsync(root.GetFileInfo(Script), context.RequestAborted);
        var head = $"const version = '{version}';\nconst files = {JsonSerializer.Serialize(addresses)};\n";
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. script], context.RequestAborted);
    }

    private static IEnumerable<(string Path, IFileInfo File)> Files(IFileProvider root, string folder) =>
        root.GetDirectoryContents(folder).SelectMany(file => file.IsDirectory
            ? Files(root, $"{folder}{file.Name}/")
            : Kinds.Contains(Path.GetExtension(file.Name)) && (folder.Length > 0 || !Left.Contains(file.Name) || file.Name == Script)
                ? [($"{folder}{file.Name}", file)] : Array.Empty<(string, IFileInfo)>());

    private static async Task<byte[]> ReadAsync(IFileInfo file, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await using var stream = file.CreateReadStream();
        await stream.CopyToAsync(content, cancellation);
        return content.ToArray();
    }
}

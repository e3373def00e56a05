using System.Formats.Tar;
using System.IO.Compression;
using EmoMusic.Training.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace EmoMusic.Scripts.Tests;

/// <summary>
/// A web server that hands a file out as Kaggle does: the API asks for the token and sends on to a store, which takes
/// ranges. It can refuse, and it can cut the connection.
/// </summary>
internal sealed class KaggleServer : IAsyncDisposable
{
    private const string Competition = "challenges-in-representation-learning-facial-expression-recognition-challenge";

    private readonly WebApplication api = Create();
    private readonly WebApplication store = Create();

    private KaggleServer(byte[] file)
    {
        File = file;
        api.MapGet($"/api/v1/competitions/data/download-all/{Competition}", Answer);
        store.MapGet("/archive.zip", Serve);
    }

    /// <summary>What the store holds.</summary>
    public byte[] File { get; set; }

    /// <summary>The store's tag for it.</summary>
    public string Tag { get; set; } = "\"first\"";

    /// <summary>What the API answers instead of sending on.</summary>
    public (int Status, string Message)? Refusal { get; set; }

    /// <summary>How many bytes of each of the next answers come before the connection is cut; 0 is no answer.</summary>
    public Queue<int> Cuts { get; } = [];

    /// <summary>The Authorization headers that the API saw.</summary>
    public List<string?> Tokens { get; } = [];

    /// <summary>The Range and Authorization headers that the store saw.</summary>
    public List<(string Range, string Token)> Asked { get; } = [];

    /// <summary>What <c>--api</c> takes.</summary>
    public string Api => $"{Address(api)}/api/v1";

    public static async Task<KaggleServer> StartAsync(byte[] file)
    {
        var server = new KaggleServer(file);
        await server.store.StartAsync();
        await server.api.StartAsync();
        return server;
    }

    /// <summary>An archive as Kaggle's: in a zip a tar.gz, in it the CSV.</summary>
    public static byte[] Archive(IEnumerable<(int Label, Usage Usage)> rows)
    {
        using var csv = new MemoryStream();
        using (var writer = new StreamWriter(csv, leaveOpen: true))
        {
            var pixels = new byte[LabelledImages.Size]; // the rows are counted, not looked at
            FerCsvWriter.WriteHeader(writer, withUsage: true);
            foreach (var (label, usage) in rows)
            {
                FerCsvWriter.WriteRow(writer, (byte)label, pixels, usage);
            }
        }

        csv.Position = 0;
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("fer2013.tar.gz", CompressionLevel.NoCompression).Open())
        using (var gzip = new GZipStream(entry, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "fer2013/fer2013.csv") { DataStream = csv });
        }

        return file.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await store.DisposeAsync();
    }

    private IResult Answer(HttpRequest request)
    {
        Tokens.Add(request.Headers.Authorization);
        return Refusal is var (status, message)
            ? Results.Json(new { code = status, message }, statusCode: status)
            : Results.Redirect($"{Address(store)}/archive.zip");
    }

    private async Task Serve(HttpContext context)
    {
        Asked.Add(($"{context.Request.Headers.Range}", $"{context.Request.Headers.Authorization}"));
        if (!Cuts.TryDequeue(out var bytes))
        {
            await Results.File(File, "application/zip", entityTag: new EntityTagHeaderValue(Tag), enableRangeProcessing: true)
                .ExecuteAsync(context);
            return;
        }

        if (bytes > 0)
        {
            context.Response.ContentLength = File.Length;
            context.Response.Headers.ETag = Tag;
            await context.Response.Body.WriteAsync(File.AsMemory(0, bytes));
            await context.Response.Body.FlushAsync();
            await Task.Delay(100); // for the bytes to arrive before the end does
        }

        context.Abort();
    }

    private static WebApplication Create()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        return app;
    }

    private static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}

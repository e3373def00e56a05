using System.ComponentModel;
using System.Globalization;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Detector;

/// <summary>The detector's services and routes.</summary>
internal static class DetectorApi
{
    /// <summary>Adds the detector to this process.</summary>
    public static IServiceCollection AddDetector(this IServiceCollection services)
    {
        services.AddDetectorOptions();
        services.AddSingleton<FaceDetector>();
        services.AddSingleton<EmotionDetector>();
        services.AddSingleton<EmotionModelLoader>();
        services.AddPredictionEnginePool<FacePixels, EmotionScores>();
        services.AddOptions<PredictionEnginePoolOptions<FacePixels, EmotionScores>>()
            .Configure<EmotionModelLoader>((options, loader) => options.ModelLoader = loader);
        return services;
    }

    /// <exception cref="ModelException">
    /// The face detector's files, which come with the program, cannot be used. The emotion model may come later.
    /// </exception>
    public static void MapDetector(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<EmotionModelLoader>();
        routes.ServiceProvider.GetRequiredService<FaceDetector>();
        var photos = routes.MapGroup("/api").WithTags("Detector").RequireSameOrigin().LimitPhotos().AcceptsPhoto()
            .AddEndpointFilter(RequireModelAsync);
        photos.MapPost("/emotions", DetectEmotions).WithExample(Examples.Emotions);
        photos.MapPost("/mood", DetectMood).WithExample(Examples.Mood);

        routes.MapGet("/api/model", GetModel).WithTags("Detector").WithExample(Examples.Model)
            .AddEndpointFilter(RequireModelAsync);
        routes.MapGet("/report", GetReport).ExcludeFromDescription();
    }

    /// <summary>Uses the detector of another process, at <c>Detector:BaseUrl</c>; without it, there is none.</summary>
    public static IServiceCollection AddRemoteDetector(this IServiceCollection services)
    {
        services.AddDetectorOptions().Validate(
            detector => detector.BaseUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
            "Detector:BaseUrl is no URL: expected the URL of the detector service, such as http://detector:7001.");
        services.AddHttpForwarder();
        services.AddSingleton<RoleProxy>();
        return services;
    }

    public static void MapRemoteDetector(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IOptions<DetectorOptions>>().Value.BaseUrl is not { } url)
        {
            return;
        }

        var detector = new RemoteRole(
            url, MaxWait: Timeout.InfiniteTimeSpan, MaxSilence: TimeSpan.FromSeconds(10), // a slow upload is no silence
            "The detector service is unavailable, so no photo can be read. Choose a mood yourself, or try again in a moment.");
        foreach (var route in new[] { "/api/emotions", "/api/mood", "/api/model", "/report" })
        {
            routes.Map(route, (HttpContext context, RoleProxy proxy) => proxy.ForwardAsync(context, detector))
                .ExcludeFromDescription().DisableRequestTimeout();
        }
    }

    /// <summary>Detects the emotion of every face in a photo</summary>
    /// <remarks>
    /// Send a JPEG, PNG, WebP or BMP file as the body, as the file of a form, or in base64 as `{"image": "…"}` or a data URL: at
    /// most 10 MB and 40 million pixels. EXIF orientation is applied, and transparency is laid on white.
    /// Scores are adjusted to the listener by their corrections: see `/api/listener/corrections`.
    /// If there is no face, `faces` is empty and `hint` says what to do. The photo is processed in memory and not stored.
    /// </remarks>
    /// <param name="face">`auto` finds the faces; `whole` treats the whole photo as one face.</param>
    /// <param name="near">
    /// For frames of a video: `x,y,width,height` of the face in the frame before, in pixels. If the face is still there, only it
    /// is returned, in a fraction of the time; otherwise the whole photo is searched.
    /// </param>
    internal static async Task<Results<Ok<EmotionsResponse>, ProblemHttpResult>> DetectEmotions(
        HttpRequest request, EmotionDetector detector, CpuLimiter cpu, ICalibrationSource calibrations, CancellationToken cancel,
        [DefaultValue("auto")] string face = "auto", string? near = null)
    {
        var (answer, problem) = await DetectAsync(request, detector, cpu, calibrations, face, near, cancel);
        return problem is null ? TypedResults.Ok(answer!) : problem;
    }

    /// <summary>Detects the mood of the largest face in a photo, and returns music for it</summary>
    /// <remarks>Takes and returns the same as `/api/emotions`, plus a playlist for the mood.</remarks>
    /// <param name="face">`auto` finds the faces; `whole` treats the whole photo as one face.</param>
    /// <param name="near">
    /// For frames of a video: `x,y,width,height` of the face in the frame before, in pixels. If the face is still there, only it
    /// is returned, in a fraction of the time; otherwise the whole photo is searched.
    /// </param>
    internal static async Task<Results<Ok<MoodResponse>, ProblemHttpResult>> DetectMood(
        HttpRequest request, EmotionDetector detector, CpuLimiter cpu, ICalibrationSource calibrations, IPlaylistSource playlists,
        CancellationToken cancel,
        [DefaultValue("auto")] string face = "auto", string? near = null)
    {
        var (answer, problem) = await DetectAsync(request, detector, cpu, calibrations, face, near, cancel);
        if (problem is not null)
        {
            return problem;
        }

        if (answer!.Faces.Count == 0)
        {
            return TypedResults.Ok(MoodResponse.WithoutFace(answer));
        }

        var mood = answer.Faces[0].Emotion;
        return TypedResults.Ok(MoodResponse.Of(answer, mood, await playlists.GetPlaylistAsync(
            new(mood, Listener: request.ListenerId(), Address: request.HttpContext.Connection.RemoteIpAddress?.ToString()), cancel)));
    }

    /// <summary>Describes the live model</summary>
    internal static ModelResponse GetModel(EmotionModelLoader loader) =>
        ModelResponse.Of(loader.Current);

    private static OptionsBuilder<DetectorOptions> AddDetectorOptions(this IServiceCollection services) =>
        services.AddOptions<DetectorOptions>().BindConfiguration("Detector").ValidateDataAnnotations().ValidateOnStart();

    private static async ValueTask<object?> RequireModelAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<EmotionModelLoader>().IsLoaded)
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(
            "The model that reads faces is not there yet. Try again in a moment, or choose a mood yourself.", statusCode: 503);
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> GetReport(
        EmotionModelLoader loader, HttpResponse response)
    {
        var path = Path.Combine(loader.Folder, "report.html");
        if (!File.Exists(path))
        {
            return TypedResults.Problem(
                "The live model has no report. Promoting a run copies its report as well.", statusCode: 404);
        }

        response.AllowInline();
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static async Task<(EmotionsResponse? Answer, ProblemHttpResult? Problem)> DetectAsync(
        HttpRequest request, EmotionDetector detector, CpuLimiter cpu, ICalibrationSource calibrations, string face, string? near,
        CancellationToken cancel)
    {
        FaceMode? parsed = face.ToLowerInvariant() switch { "auto" => FaceMode.Auto, "whole" => FaceMode.Whole, _ => null };
        if (parsed is not { } mode)
        {
            return (null, TypedResults.Problem($"Unknown value '{face}' for `face`: expected auto or whole.", statusCode: 400));
        }

        var box = ParseBox(near);
        if (near is not null && box is null)
        {
            return (null, TypedResults.Problem(
                $"Unknown value '{near}' for `near`: expected x,y,width,height in pixels, such as 212,96,188,188.",
                statusCode: 400));
        }

        try
        {
            var file = await PhotoBody.ReadAsync(request, cancel);
            var calibration = calibrations.GetCalibrationAsync(request.ListenerId(), cancel); // meanwhile
            var answer = await cpu.RunAsync(request.HttpContext.Client(), () => detector.Detect(file.Span, mode, box), cancel);
            return (await calibration is { } found ? answer.AdjustedBy(found) : answer, null);
        }
        catch (PhotoException error)
        {
            return (null, TypedResults.Problem(error.Message, statusCode: error.Status));
        }
    }

    private static Box? ParseBox(string? near)
    {
        var values = new List<double>();
        foreach (var part in near?.Split(',') ?? [])
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                return null;
            }

            values.Add(value);
        }

        return values is [var x, var y, > 0 and var width, > 0 and var height] ? new(x, y, width, height) : null;
    }
}

using System.ComponentModel;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Player;
using EmoMusic.Serving.Player.Listening;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.ML;

namespace EmoMusic.Serving.Detector;

/// <summary>The detector's routes.</summary>
internal static class DetectorApi
{
    public static IServiceCollection AddDetector(this IServiceCollection services)
    {
        services.AddOptions<DetectorOptions>().BindConfiguration("Detector").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FaceFinder>();
        services.AddSingleton<EmotionReader>();
        services.AddSingleton<EmotionModelLoader>();
        services.AddPredictionEnginePool<FacePixels, EmotionScores>();
        services.AddOptions<PredictionEnginePoolOptions<FacePixels, EmotionScores>>()
            .Configure<EmotionModelLoader>((options, loader) => options.ModelLoader = loader);
        return services;
    }

    /// <exception cref="ModelException">The model cannot be used: better said now than to the first visitor.</exception>
    public static void MapDetector(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<EmotionModelLoader>();
        var photos = routes.MapGroup("/api").WithTags("Detector").RequireRateLimiting(Limits.Photos).AcceptsPhoto();
        photos.MapPost("/emotions", ReadEmotions).WithExample(Examples.Emotions);
        photos.MapPost("/mood", ReadMood).WithExample(Examples.Mood);

        routes.MapGet("/api/model", GetModel).WithTags("Detector").WithExample(Examples.Model);
        routes.MapGet("/report", GetReport).ExcludeFromDescription();
    }

    /// <summary>Reads the emotion of every face in a photo</summary>
    /// <remarks>
    /// Send a JPEG, PNG, WebP or BMP file as the body, or as the field `photo` of a form: at most 10 MB and 40 million
    /// pixels. No face is an answer like any other: `faces` is empty and `hint` says what to do. The photo is read once
    /// and kept nowhere.
    /// </remarks>
    /// <param name="face">`auto` looks for faces; `whole` takes the photo as one face.</param>
    internal static async Task<Results<Ok<EmotionsAnswer>, ProblemHttpResult>> ReadEmotions(
        HttpRequest request, EmotionReader reader, FaceFinder finder, Cores cores, CancellationToken cancel,
        [DefaultValue("auto")] string face = "auto")
    {
        var (answer, problem) = await ReadAsync(request, reader, finder, cores, face, cancel);
        return problem is null ? TypedResults.Ok(answer!) : problem;
    }

    /// <summary>Reads the mood of the largest face in a photo, and finds music for it</summary>
    /// <remarks>Takes what `/api/emotions` takes and answers the same, with the playlist for the mood.</remarks>
    /// <param name="face">`auto` looks for faces; `whole` takes the photo as one face.</param>
    internal static async Task<Results<Ok<MoodAnswer>, ProblemHttpResult>> ReadMood(
        HttpRequest request, EmotionReader reader, FaceFinder finder, Cores cores, IPlayer player, CancellationToken cancel,
        [DefaultValue("auto")] string face = "auto")
    {
        var (answer, problem) = await ReadAsync(request, reader, finder, cores, face, cancel);
        if (problem is not null)
        {
            return problem;
        }

        if (answer!.Faces.Count == 0)
        {
            return TypedResults.Ok(MoodAnswer.WithoutFace(answer));
        }

        var mood = answer.Faces[0].Emotion;
        return TypedResults.Ok(MoodAnswer.Of(answer, mood, await player.PlaylistForAsync(new(mood, Listener: request.Listener()), cancel)));
    }

    /// <summary>Tells which model is live</summary>
    internal static ModelAnswer GetModel(EmotionModelLoader loader, FaceFinder finder) =>
        ModelAnswer.Of(loader.Live, finder);

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> GetReport(
        EmotionModelLoader loader, HttpResponse response)
    {
        var path = Path.Combine(loader.Folder, "report.html");
        if (!File.Exists(path))
        {
            return TypedResults.Problem(
                "There is no report beside the model. Promote a run, and it comes along.", statusCode: 404);
        }

        response.AllowInline();
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static async Task<(EmotionsAnswer? Answer, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request, EmotionReader reader, FaceFinder finder, Cores cores, string face, CancellationToken cancel)
    {
        FaceWay? asked = face.ToLowerInvariant() switch { "auto" => FaceWay.Auto, "whole" => FaceWay.Whole, _ => null };
        if (asked is not { } way)
        {
            return (null, TypedResults.Problem($"Found face={face}, expected auto or whole.", statusCode: 400));
        }

        if (way == FaceWay.Auto && finder.Hint is { } hint)
        {
            return (null, TypedResults.Problem(
                $"{hint} Meanwhile send a photo that is nothing but the face, with face=whole.", statusCode: 503));
        }

        try
        {
            var file = await PhotoBody.ReadAsync(request, cancel);
            return (await cores.RunAsync(() => reader.Read(file.Span, way), cancel), null);
        }
        catch (PhotoException error)
        {
            return (null, TypedResults.Problem(error.Message, statusCode: error.Status));
        }
    }
}

using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EmoMusic.Serving.Web;

/// <summary>The API for people (/scalar) and programs (/openapi/v1.json).</summary>
internal static class ApiDescription
{
    private static readonly string[] PhotoTypes = ["image/jpeg", "image/png", "image/webp", "image/bmp"];

    public static void AddApiDescription(this IServiceCollection services)
    {
        // A number is a number; by default it might be a string too, and would be described so.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EmoMusic";
            document.Info.Description = "A face becomes one of seven emotions, and the emotion becomes music.";
            return Task.CompletedTask;
        }).AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            {
                schema.Description = $"A server-sent event, whose data is a {type.GenericTypeArguments[0].Name} as JSON.";
                schema.Properties?.Clear();
            }

            return Task.CompletedTask;
        }));
    }

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/v1.json");
        app.MapScalarApiReference(options => options.WithTitle("EmoMusic")
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools())
            .AddEndpointFilter((context, next) =>
            {
                context.HttpContext.Response.AllowInline();
                return next(context);
            });
    }

    /// <summary>Describes the body of routes that take a photo, which they read for themselves.</summary>
    public static RouteGroupBuilder AcceptsPhoto(this RouteGroupBuilder routes)
    {
        routes.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            var form = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["photo"] = file },
            };
            var content = PhotoTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = file });
            content["multipart/form-data"] = new OpenApiMediaType { Schema = form };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            return Task.CompletedTask;
        });
        return routes.Refuses(
            (400, "There is no photo in the request, or a damaged one."), (413, "The photo is too large."),
            (415, "It is no JPEG, PNG, WebP or BMP."), (503, "Too many photos are being read just now."));
    }

    /// <summary>Describes the statuses that are answered with a problem.</summary>
    public static T Refuses<T>(this T routes, params (int Status, string When)[] refusals)
        where T : IEndpointConventionBuilder => routes.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var (status, when) in refusals)
        {
            operation.Responses![status.ToString()] = new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() },
            };
        }

        return Task.CompletedTask;
    });

    /// <summary>Shows how an answer looks.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object answer) =>
        route.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            operation.Responses!["200"].Content!["application/json"].Example =
                JsonSerializer.SerializeToNode(answer, json);
            return Task.CompletedTask;
        });
}

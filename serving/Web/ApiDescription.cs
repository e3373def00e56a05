using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EmoMusic.Serving.Web;

/// <summary>The OpenAPI document (/openapi/v1.json) and its reader (/scalar).</summary>
internal static class ApiDescription
{
    private static readonly string[] PhotoTypes = ["image/jpeg", "image/png", "image/webp", "image/bmp"];

    public static void AddApiDescription(this IServiceCollection services)
    {
        // By default numbers may also be strings, and would be described as such.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectRequiredConstructorParameters = true; // {} is no answer to a question
            json.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(RefuseCombinedNames);
        });
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EmoMusic";
            document.Info.Description = "Detects one of seven emotions in a face, and plays music for it.";
            return Task.CompletedTask;
        }).AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            {
                schema.Description = $"A server-sent event whose data is a {type.GenericTypeArguments[0].Name} as JSON.";
                schema.Properties?.Clear();
            }

            return Task.CompletedTask;
        }));
    }

    // Of an enumeration, "happy,sad" would be read as the sum of both, which is no value of it.
    private static void RefuseCombinedNames(JsonTypeInfo type)
    {
        if (type.Properties.Where(property => property.PropertyType.IsEnum).ToList() is { Count: > 0 } names)
        {
            type.OnDeserialized = value => _ = names.TrueForAll(name => Enum.IsDefined(name.PropertyType, name.Get!(value)!))
                ? value : throw new JsonException("Several names in place of one.");
        }
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

    /// <summary>Describes the request body of routes that take a photo.</summary>
    public static RouteGroupBuilder AcceptsPhoto(this RouteGroupBuilder routes)
    {
        routes.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            var form = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["photo"] = file },
                Description = "The only file of a form may have any name.",
            };
            var content = PhotoTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = file });
            content["multipart/form-data"] = new OpenApiMediaType { Schema = form };
            content["application/json"] = new OpenApiMediaType { Schema = Base64Image(), Example = Base64Example() };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            return Task.CompletedTask;
        });
        return routes.ProducesProblems(
            (400, "The request contains no photo, or a damaged one."), (403, "The request came from another site."),
            (408, "The photo arrived too slowly."), (413, "The photo is too large."),
            (415, "The file is not a JPEG, PNG, WebP or BMP image."), (503, "Too many photos are being processed."));
    }

    private static OpenApiSchema Base64Image() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "image" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["image"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The file in base64, or a data URL with it.",
            },
        },
    };

    private static JsonObject Base64Example() => new() { ["image"] = "data:image/jpeg;base64,/9j/4AAQSkZJRg…" };

    /// <summary>Describes the statuses that are answered with problem details.</summary>
    public static T ProducesProblems<T>(this T routes, params (int Status, string Description)[] problems)
        where T : IEndpointConventionBuilder => routes.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var (status, description) in problems)
        {
            operation.Responses![status.ToString()] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() },
            };
        }

        return Task.CompletedTask;
    });

    /// <summary>Adds an example response.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object response) =>
        route.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            operation.Responses!["200"].Content!["application/json"].Example =
                JsonSerializer.SerializeToNode(response, json);
            return Task.CompletedTask;
        });
}

using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EmoMusic.Serving.Web;

/// <summary>The API for people (/scalar) and programs (/openapi/v1.json).</summary>
internal static class ApiDescription
{
    private static readonly string[] PhotoTypes = ["image/jpeg", "image/png", "image/webp", "image/bmp"];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EmoMusic";
            document.Info.Description = "A face becomes one of seven emotions, and the emotion becomes music.";
            return Task.CompletedTask;
        }));

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference(options => options.WithTitle("EmoMusic").DisableDefaultFonts())
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
        return routes;
    }
}

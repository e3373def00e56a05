using EmoMusic.Serving;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Player;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.Options;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = ContentRoot.Find(),
    });
    var roles = Roles.From(builder.Configuration);

    builder.WebHost.ListenWhereTold(builder.Configuration);
    builder.Services.AddLimits();
    builder.Services.AddProblems();
    builder.Services.AddApiDescription();
    builder.Services.AddTelemetry(builder.Configuration);
    builder.Services.AddHealth();
    if (roles.Detector)
    {
        builder.Services.AddDetector();
    }

    _ = roles.Player ? builder.Services.AddPlayer() : builder.Services.AddRemotePlayer();

    var app = builder.Build();
    app.UseProblems();
    app.UseSecurityHeaders();
    app.UsePage();
    app.UseLimits();
    app.MapHealth();
    app.MapTelemetry();
    app.MapApiDescription();
    if (roles.Detector)
    {
        app.MapDetector();
    }

    if (roles.Player)
    {
        app.MapPlayer();
    }
    else
    {
        app.MapRemotePlayer();
    }

    app.Run();
    return 0;
}
catch (Exception error) when (error is StartException or ModelException or OptionsValidationException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

/// <summary>The program; tests start it in their own process.</summary>
public partial class Program;

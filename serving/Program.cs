using System.Net.Sockets;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Player;
using EmoMusic.Serving.Player.Analysis;
using EmoMusic.Serving.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving;

/// <summary>Two services in one program: the detector classifies faces, the player has the music.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        try
        {
            if (args is [AnalyseCommand.Name, .. var rest])
            {
                OnnxRuntimeTelemetry.TurnOff();
                var model = Path.Combine(ContentRoot.Find(), "models", "music.onnx");
                return AnalyseCommand.Run(rest, model, Console.Out, Console.Error);
            }

            if (args is [HashPasswordCommand.Name])
            {
                return HashPasswordCommand.Run(Console.In, Console.Out, Console.Error);
            }

            if (args is [HealthCommand.Name])
            {
                return HealthCommand.Run();
            }

            if (CommandLine.AsksForHelp(args))
            {
                Console.WriteLine(CommandLine.Help);
                return 0;
            }

            CommandLine.CheckWords(args);
            using var app = Create(args);
            Run(app);
            return 0;
        }
        catch (Exception error) when (error is StartupException or ModelException or OptionsValidationException
            or IOException { InnerException: AddressInUseException })
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
        catch (InvalidDataException error) // appsettings.json, with place and mistake inside
        {
            Console.Error.WriteLine($"{error.Message} {error.GetBaseException().Message}");
            return 1;
        }
    }

    /// <summary>Builds the application.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="contentRoot">The folder of page, model and music; null searches around the program.</param>
    public static WebApplication Create(string[] args, string? contentRoot = null)
    {
        NativeMemory.ConfigureMalloc();
        OnnxRuntimeTelemetry.TurnOff();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = contentRoot ?? ContentRoot.Find(),
        });
        CommandLine.CheckNames(builder.Configuration);
        var roles = Roles.From(builder.Configuration);
        builder.Services.AddSingleton(roles);

        builder.WebHost.ConfigureUrls(builder.Configuration);
        builder.Services.AddProxies(builder.Configuration);
        builder.Services.AddAllowedHosts();
        // What background work throws is its own trouble, never the end of the program.
        builder.Services.Configure<HostOptions>(options =>
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        Access.Add(builder.Services, builder.Configuration);
        builder.Services.AddLimits();
        builder.Services.AddProblems();
        builder.Services.AddStaticPage();
        builder.Services.AddApiDescription();
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddHealth();
        builder.Services.AddShutdown();
        _ = roles.Detector ? builder.Services.AddDetector() : builder.Services.AddRemoteDetector();
        _ = roles.Player ? builder.Services.AddPlayer() : builder.Services.AddRemotePlayer();

        var isStarted = false; // why it did not start is told below, without a stack trace
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => isStarted && level >= LogLevel.Information);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => isStarted = true);
        ValidateOptions(app.Services);
        app.UseShutdown();
        app.UseProxies();
        app.UseSecurityHeaders();
        app.UseAllowedHosts();
        app.UseProblems();
        app.UseMetricsAccess();
        Access.Use(app);
        app.UseStaticPage();
        app.UseLimits();
        app.MapHealth();
        app.MapTelemetry();
        app.MapApiDescription();
        if (roles.Player)
        {
            app.MapPlayer();
        }
        else
        {
            app.MapRemotePlayer();
        }

        if (roles.Detector) // last: the model loads while the player's database opens
        {
            app.MapDetector();
        }
        else
        {
            app.MapRemoteDetector();
        }

        return app;
    }

    private static void Run(WebApplication app)
    {
        var urls = app.Configuration["urls"];
        try
        {
            app.Run();
        }
        // An address of another machine, a bad one in the section Kestrel, or HTTPS without a certificate.
        catch (Exception error) when (error is SocketException or FormatException
            || error.Message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal))
        {
            var reason = error.Message.Split('\n')[0].Trim().TrimEnd('.');
            throw new StartupException($"Cannot listen on {urls}: {reason}. Pass other addresses with --urls.", error);
        }
    }

    // Before the host does, which would log a stack trace.
    private static void ValidateOptions(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (InvalidOperationException error) // a value of another type, such as a word for a number
        {
            throw new StartupException(error.Message, error);
        }
    }
}

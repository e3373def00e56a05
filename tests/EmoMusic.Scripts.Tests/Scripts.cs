using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EmoMusic.Scripts.Tests;

/// <summary>The scripts, built once for all tests, all at a time, and run as programs of their own.</summary>
public sealed class Scripts
{
    private static readonly string[] Files =
    [
        "data-scripts/get-fer2013.cs", "data-scripts/images-to-csv.cs", "data-scripts/label-photos.cs",
        "data-scripts/draw-pipeline.cs", "data-scripts/get-face-detector.cs",
    ];

    private readonly Dictionary<string, JsonNode> built;

    /// <summary>
    /// Builds them. What they refer to is restored and built with the tests: several restores of one project at a time
    /// write the same files.
    /// </summary>
    public Scripts()
    {
        var builds = Files.Select(file => Start(
            Repository.Root, new Dictionary<string, string?>(),
            "build", file, "--no-dependencies", "-p:RestoreRecursive=false",
            "-getTargetResult:Build", "-getProperty:TargetPath,RunWorkingDirectory"))
            .ToList();
        built = Files.Zip(builds).ToDictionary(pair => Path.GetFileNameWithoutExtension(pair.First), pair =>
        {
            var build = End(pair.Second);
            Assert.True(build.ExitCode == 0, build.Output + build.Errors);
            return JsonNode.Parse(build.Output)!["Properties"]!;
        });
    }

    /// <summary>The folder that <c>dotnet run</c> starts each in; empty for that of its user.</summary>
    public IEnumerable<string> RunFolders => built.Values.Select(one => Property(one, "RunWorkingDirectory"));

    /// <summary>What a script left behind.</summary>
    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="home">The user's folder, and where it runs.</param>
    /// <param name="environment">Variables that it sees besides ours.</param>
    /// <param name="arguments">For the script.</param>
    public Result Run(
        string script, string home, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        End(Start(
            home, new Dictionary<string, string?>(environment) { ["HOME"] = home },
            [Property(built[script], "TargetPath"), .. arguments]));

    /// <summary>Runs a script to its end.</summary>
    public Result Run(string script, string home, params string[] arguments) =>
        Run(script, home, new Dictionary<string, string?>(), arguments);

    /// <summary>Starts a script, and asks it to end (SIGTERM) once something is so.</summary>
    public Result Terminate(Func<bool> when, string script, string home, params string[] arguments)
    {
        var process = Start(home, new Dictionary<string, string?> { ["HOME"] = home },
            [Property(built[script], "TargetPath"), .. arguments]);
        SpinWait.SpinUntil(() => when() || process.HasExited, TimeSpan.FromMinutes(1));
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        return End(process);
    }

    private static string Property(JsonNode build, string name) => build[name]!.GetValue<string>();

    private static Process Start(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("FER2013");
        start.Environment.Remove("PHOTO");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static Result End(Process process)
    {
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Result(process.ExitCode, output, errors.Result.Trim());
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EmoMusic.Scripts.Tests;

/// <summary>The notebook runs in its kernel, and what is stored in it is what its cells give.</summary>
public sealed class NotebookTests : IDisposable
{
    private const string Name = "facial-emotion.ipynb";

    // Its HTTP server, for widgets, listens on this machine only.
    private const string Kernel = """
        {
          "argv": ["dotnet", "interactive", "jupyter", "--default-kernel", "csharp", "--http-local-only", "{connection_file}"],
          "display_name": ".NET (C#)",
          "language": "C#"
        }
        """;

#if DEBUG
    private const string Configuration = "Debug"; // as the projects were built with the tests
#else
    private const string Configuration = "Release";
#endif

    private readonly TemporaryFolder folder = new();

    private static string Stored { get; } = File.ReadAllText(Repository.At($"notebooks/{Name}"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_cell_runs_in_its_kernel_with_outputs_as_stored()
    {
        Assert.SkipUnless(IsInstalled("jupyter-nbconvert"), "needs Jupyter: apt-get install jupyter-nbconvert");
        Run("dotnet", "publish", Repository.At("training"), "-c", Configuration, "--no-build", "-o", folder["bin"]);
        Run("dotnet", "publish", Repository.At("serving"), "-c", Configuration, "--no-build", "-o", folder["bin"]);
        Directory.CreateDirectory(folder[".config"]);
        File.Copy(Repository.At(".config/dotnet-tools.json"), folder[".config/dotnet-tools.json"]);
        Run("dotnet", "tool", "restore");
        Directory.CreateDirectory(folder["kernels/.net-csharp"]);
        File.WriteAllText(folder["kernels/.net-csharp/kernel.json"], Kernel);
        File.WriteAllText(folder[Name], Quicker(Quicker(Stored, "Epochs = 6", "Epochs = 1"), "training: 560", "training: 140"));

        Run("jupyter-nbconvert", "--to", "notebook", "--execute", "--inplace", "--ExecutePreprocessor.timeout=300", Name);

        var (before, after) = (CodeCells(Stored), CodeCells(File.ReadAllText(folder[Name])));
        Assert.Equal(Enumerable.Range(1, before.Count), after.Select(cell => cell["execution_count"]!.GetValue<int>()));
        Assert.Equal(before.Select(Kinds), after.Select(Kinds));
        Assert.Equal(11, before.Sum(cell => Kinds(cell).Split(", ").Count(kind => kind == "image/png")));
    }

    [Fact]
    public void Stored_outputs_belong_to_the_current_cells()
    {
        var sources = string.Concat(CodeCells(Stored).Select(cell => cell["source"]!.ToJsonString()));
        var found = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources)));
        var expected = JsonNode.Parse(Stored)!["metadata"]!["outputs_of"]!.GetValue<string>();

        Assert.True(found == expected, $"notebooks/{Name}: found code cells with the hash {found}, expected {expected} as when it "
            + "was last executed. Execute it as its first cell says, without FER2013 and PHOTO, then store the new hash as "
            + "metadata.outputs_of.");
    }

    [Fact]
    public void Outputs_from_real_faces_and_machine_details_are_not_stored()
    {
        var cells = CodeCells(Stored);

        Assert.StartsWith(
            "synthetic faces: ", cells[1]["outputs"]![0]!["text"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.All(cells, cell => Assert.DoesNotContain("text/html", cell["outputs"]!.ToJsonString(), StringComparison.Ordinal));
    }

    // All cells are as they are stored, but for this.
    private static string Quicker(string notebook, string old, string quick)
    {
        Assert.Contains(old, notebook, StringComparison.Ordinal);
        return notebook.Replace(old, quick, StringComparison.Ordinal);
    }

    private static List<JsonNode> CodeCells(string notebook) => [.. JsonNode.Parse(notebook)!["cells"]!.AsArray()
        .Where(cell => cell!["cell_type"]!.GetValue<string>() == "code").Select(cell => cell!)];

    // "stdout, image/png"; without what the kernel adds for its widgets, and compiler warnings.
    private static string Kinds(JsonNode cell) => string.Join(", ", cell["outputs"]!.AsArray()
        .Select(output => output!["name"]?.GetValue<string>() ?? output["data"]!.AsObject().First().Key)
        .Where(kind => kind is not ("text/html" or "stderr")));

    private static bool IsInstalled(string program) => Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator).Any(one => File.Exists(Path.Combine(one, program)));

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["JUPYTER_PATH"] = folder.Path, ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1" },
        };
        start.Environment.Remove("FER2013");
        start.Environment.Remove("PHOTO");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{errors.Result}");
    }
}

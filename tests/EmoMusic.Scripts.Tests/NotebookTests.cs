using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EmoMusic.Scripts.Tests;

/// <summary>The notebook's cells run, and what is stored in it is what they give.</summary>
public sealed class NotebookTests(Scripts scripts) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Copy => folder["some.ipynb"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_cell_of_the_notebook_runs_and_prints_and_shows_as_much_as_is_stored()
    {
        var stored = File.ReadAllText(Repository.At("notebooks/facial-emotion.ipynb"));
        File.WriteAllText(Copy, Quicker(Quicker(stored, "Epochs = 6", "Epochs = 1"), "training: 560", "training: 140"));

        var result = Run("--write");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var (before, after) = (Cells(stored), Cells(File.ReadAllText(Copy)));
        Assert.Equal(before.Select(Kinds), after.Select(Kinds));
        Assert.Contains(before, cell => Kinds(cell).Contains("image/png"));
    }

    [Fact]
    public void What_is_stored_is_of_these_very_cells()
    {
        var notebook = File.ReadAllText(Repository.At("notebooks/facial-emotion.ipynb"));
        var sources = string.Concat(Cells(notebook).Select(cell => cell["source"]!.ToJsonString()));

        // Where it is not: dotnet run notebooks/run-notebook.cs -- --write
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources))),
            JsonNode.Parse(notebook)!["metadata"]!["outputs_of"]!.GetValue<string>());
    }

    [Fact]
    public void What_a_cell_prints_and_shows_is_stored_in_order()
    {
        Write(
            "var x = 6;\nConsole.WriteLine(x);\n\"AAAA\".DisplayAs(\"image/png\");",
            "#r \"bin/none.dll\"\nConsole.Write(x * 7);");

        var result = Run("--write");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            [
                """[{"output_type":"stream","name":"stdout","text":["6\n"]},{"output_type":"display_data","data":{"image/png":"AAAA"},"metadata":{}}]""",
                """[{"output_type":"stream","name":"stdout","text":["42"]}]""",
            ],
            Cells(File.ReadAllText(Copy)).Select(cell => cell["outputs"]!.ToJsonString()));
    }

    [Fact]
    public void A_cell_that_throws_is_named_and_nothing_is_written()
    {
        Write("var x = 1;", "\nthrow new InvalidOperationException(\"no faces\");");
        var before = File.ReadAllText(Copy);

        var result = Run("--write");

        Assert.Equal((1, $"{Copy}, code cell 2: InvalidOperationException: no faces\n"
            + "It begins with: throw new InvalidOperationException(\"no faces\");"), (result.ExitCode, result.Errors));
        Assert.Equal(before, File.ReadAllText(Copy));
    }

    [Fact]
    public void A_cell_that_does_not_compile_is_named()
    {
        Write("var x = y;");

        Assert.Equal(
            $"{Copy}, code cell 1: CompilationErrorException: (1,9): error CS0103: The name 'y' does not exist in the current context\n"
            + "It begins with: var x = y;",
            Run().Errors);
    }

    [Theory]
    [InlineData("FER2013")]
    [InlineData("PHOTO")]
    public void Real_faces_are_never_stored(string variable)
    {
        Write("var x = 1;");

        var result = scripts.Run(
            "run-notebook", folder.Path, new Dictionary<string, string?> { [variable] = "some" }, Copy, "--write");

        Assert.Equal((1, $"{variable} is set, and its faces must not be passed on with the notebook. "
            + "Unset it to write, or leave --write out."), (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public void A_file_that_is_no_notebook_is_said(string text)
    {
        File.WriteAllText(Copy, text);

        var result = Run();

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"{Copy}: found no notebook (", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said() =>
        Assert.Equal($"{Copy}: found no such file, expected a notebook. Name one.", Run().Errors);

    // All cells are as they are stored, but for this.
    private static string Quicker(string notebook, string old, string quick)
    {
        Assert.Contains(old, notebook, StringComparison.Ordinal);
        return notebook.Replace(old, quick, StringComparison.Ordinal);
    }

    private static List<JsonNode> Cells(string notebook) => [.. JsonNode.Parse(notebook)!["cells"]!.AsArray()
        .Where(cell => cell!["cell_type"]!.GetValue<string>() == "code").Select(cell => cell!)];

    // "stdout, image/png"
    private static string Kinds(JsonNode cell) => string.Join(", ", cell["outputs"]!.AsArray().Select(output =>
        output!["name"]?.GetValue<string>() ?? output["data"]!.AsObject().Single().Key));

    private Scripts.Result Run(params string[] flags) => scripts.Run("run-notebook", folder.Path, [Copy, .. flags]);

    private void Write(params string[] cells) => File.WriteAllText(Copy, new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select(source => new JsonObject
        {
            ["cell_type"] = "code",
            ["source"] = source,
        })]),
    }.ToJsonString());
}

#!/usr/bin/env dotnet
// Runs the cells of a C# notebook in order, as its kernel would, and stops at the first that fails.
//
//     dotnet run notebooks/run-notebook.cs                 # notebooks/facial-emotion.ipynb, to see whether it runs
//     dotnet run notebooks/run-notebook.cs -- --write      # and to store what the cells print and show
//
// It stands in for the kernel .net-csharp where that is not installed: Console.WriteLine prints, and
// text.DisplayAs("image/png") shows. Lines with #r are for that kernel; here the projects are at hand already.
// Stored outputs are to be committed, so they are made without FER-2013, whose images may not be passed on, and without
// a photo of your own.
#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:property PublishAot=false
#:package Microsoft.CodeAnalysis.CSharp.Scripting
#:project ../serving/EmoMusic.Serving.csproj
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

var path = new Argument<string>("notebook")
{
    Description = "The notebook",
    DefaultValueFactory = _ => "notebooks/facial-emotion.ipynb",
};
var write = new Option<bool>("--write") { Description = "Store what the cells print and show in it" };
var program = new RootCommand("Runs the cells of a C# notebook in order.") { path, write };
program.SetAction(async (line, _) =>
{
    try
    {
        await Notebook.RunAsync(line.GetValue(path)!, line.GetValue(write));
        return 0;
    }
    catch (Exception problem) when (problem is NotebookException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return program.Parse(args).Invoke();

/// <summary>What runs the cells of a file.</summary>
internal static class Notebook
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        IndentSize = 1, // as Jupyter writes notebooks
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task RunAsync(string path, bool write)
    {
        foreach (var variable in (string[])["FER2013", "PHOTO"])
        {
            if (write && Environment.GetEnvironmentVariable(variable) is { Length: > 0 })
            {
                throw new NotebookException($"{variable} is set, and its faces must not be passed on with the notebook. "
                    + "Unset it to write, or leave --write out.");
            }
        }

        var notebook = Read(path);
        var cells = notebook["cells"]!.AsArray().Where(cell => cell!["cell_type"]!.GetValue<string>() == "code").ToList();
        var console = Console.Out;
        ScriptState<object>? state = null;
        for (var i = 0; i < cells.Count; i++)
        {
            var clock = Stopwatch.StartNew();
            Output.Begin();
            Console.SetOut(Output.Text);
            try
            {
                state = await RunAsync(Source(cells[i]!), state);
            }
            catch (Exception problem) when (problem is not NotebookException) // whatever a cell throws
            {
                throw new NotebookException($"{path}, code cell {i + 1}: {problem.GetType().Name}: {problem.Message}\n"
                    + $"It begins with: {Source(cells[i]!).TrimStart().Split('\n')[0]}");
            }
            finally
            {
                Console.SetOut(console);
            }

            cells[i]!["execution_count"] = i + 1;
            var outputs = Output.End();
            cells[i]!["outputs"] = outputs;
            Console.WriteLine(
                $"cell {i + 1} of {cells.Count}: {clock.Elapsed.TotalSeconds:f1} s, {outputs.Count} outputs");
        }

        if (write)
        {
            // By this a test tells outputs of these very cells from stale ones.
            var sources = string.Concat(cells.Select(cell => cell!["source"]!.ToJsonString()));
            (notebook["metadata"] ??= new JsonObject())["outputs_of"] =
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources)));
            File.WriteAllText(path + ".unfinished", notebook.ToJsonString(Json) + "\n");
            File.Move(path + ".unfinished", path, overwrite: true);
            Console.WriteLine($"written to {path}");
        }
    }

    private static Task<ScriptState<object>> RunAsync(string code, ScriptState<object>? state)
    {
        if (state is not null)
        {
            return state.ContinueWithAsync(code);
        }

        // All that this program could use, a cell can use.
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var options = ScriptOptions.Default
            .WithReferences(assemblies.Select(file => MetadataReference.CreateFromFile(file)))
            .WithImports(
                "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq",
                "System.Threading.Tasks", typeof(Output).Namespace!) // as the kernel has them
            .WithOptimizationLevel(OptimizationLevel.Release);
        return CSharpScript.RunAsync(code, options);
    }

    private static JsonNode Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new NotebookException($"{path}: found no such file, expected a notebook. Name one.");
        }

        try
        {
            var notebook = JsonNode.Parse(File.ReadAllText(path));
            return notebook?["cells"] is JsonArray ? notebook : throw new JsonException("no cells");
        }
        catch (JsonException problem)
        {
            throw new NotebookException(
                $"{path}: found no notebook ({problem.Message}), expected Jupyter's JSON. Name another.");
        }
    }

    // Jupyter keeps a text as one string or as its lines.
    private static string Source(JsonNode cell)
    {
        var source = cell["source"] is JsonArray lines
            ? string.Concat(lines.Select(line => (string)line!)) : (string)cell["source"]!;
        return string.Join('\n', source.Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal)));
    }
}

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class NotebookException(string message) : Exception(message);

namespace EmoMusic.Notebooks
{
    /// <summary>What a cell prints and shows, in Jupyter's form.</summary>
    public static class Output
    {
        private static JsonArray outputs = [];

        /// <summary>Where a cell prints to.</summary>
        public static StringWriter Text { get; } = new();

        /// <summary>Shows a text, or what it stands for in base 64, as the kernel's own extension does.</summary>
        public static void DisplayAs(this string value, string mimeType)
        {
            Flush();
            outputs.Add(new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = new JsonObject
                {
                    [mimeType] = mimeType.StartsWith("text/", StringComparison.Ordinal) ? Lines(value) : value,
                },
                ["metadata"] = new JsonObject(),
            });
        }

        internal static void Begin() => outputs = [];

        internal static JsonArray End()
        {
            Flush();
            return outputs;
        }

        private static void Flush()
        {
            if (Text.GetStringBuilder() is { Length: > 0 } text)
            {
                outputs.Add(new JsonObject
                {
                    ["output_type"] = "stream",
                    ["name"] = "stdout",
                    ["text"] = Lines(text.ToString()),
                });
                text.Clear();
            }
        }

        private static JsonArray Lines(string text) =>
            new([.. text.Split('\n').SkipLast(1).Select(line => $"{line}\n").Append(text[(text.LastIndexOf('\n') + 1)..])
                .Where(line => line.Length > 0).Select(line => JsonValue.Create(line))]);
    }
}

using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TorchSharpToOnnx.Tests;

/// <summary>The packages, as somebody gets them who has nothing else of this repository.</summary>
public sealed partial class PackageTests : IDisposable
{
    private static readonly string Library = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "training", "Onnx"));

    private readonly string version = $"0.0.0-test.{DateTime.UtcNow.Ticks}"; // never found in the package cache
    private readonly string folder = Directory.CreateTempSubdirectory("torchsharp-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_readmes_sample_runs_in_an_empty_console_project()
    {
        Pack(Library);
        Pack(Path.Combine(Library, "OnnxRuntime"));
        Assert.Equal(
            ["README.md", "lib/net10.0/TorchSharpToOnnx.dll", "lib/net10.0/TorchSharpToOnnx.xml",
                "lib/net8.0/TorchSharpToOnnx.dll", "lib/net8.0/TorchSharpToOnnx.xml"],
            FilesOf("TorchSharpToOnnx", ".nupkg"));
        Assert.Contains("lib/net10.0/TorchSharpToOnnx.pdb", FilesOf("TorchSharpToOnnx", ".snupkg"));

        var app = Directory.CreateDirectory(Path.Combine(folder, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "app.csproj"), Project());
        File.WriteAllText(Path.Combine(app, "Program.cs"), Sample());
        var output = DotNet("run", "--project", app);

        Assert.Matches(@"^311 parameters, 6 nodes, difference OnnxDifference \{ Absolute = .*, Relative = .* \}\s*$", output);
        Assert.True(File.Exists(Path.Combine(folder, "model.onnx")));
    }

    // Built aside: another version would restore the library anew where other tests' builds refer to it.
    private void Pack(string project) => DotNet(
        "pack", project, "-o", folder, "--artifacts-path", Path.Combine(folder, "artifacts"), $"-p:Version={version}");

    private string[] FilesOf(string package, string extension)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(folder, $"{package}.{version}{extension}"));
        string[] ofNuGet = ["_rels/", "package/", "[Content_Types].xml", $"{package}.nuspec"];
        return [.. zip.Entries.Select(entry => entry.FullName)
            .Where(name => !ofNuGet.Any(name.StartsWith)).Order(StringComparer.Ordinal)];
    }

    private static string Sample() => CodeBlock().Match(File.ReadAllText(Path.Combine(Library, "README.md"))).Groups[1].Value;

    // Older systems need TorchSharp made loadable; everywhere else this is the package reference alone.
    private string Project()
    {
        var native = Path.Combine(Library, "..", "Native");
        var system = OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <RestoreAdditionalProjectSources>{folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TorchSharpToOnnx.OnnxRuntime" Version="{version}" />
                <PackageReference Include="libtorch-cpu-{system}" Version="2.10.0" />
                <Compile Include="{native}/TorchLibrary.cs;{native}/ElfVersionNeeds.cs" />
              </ItemGroup>
            </Project>
            """;
    }

    private string DotNet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ORT_DISABLE_TELEMETRY"] = "1" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{errors.Result}");
        Assert.DoesNotContain(": warning ", output);
        return output;
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

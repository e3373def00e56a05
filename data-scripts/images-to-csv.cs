#!/usr/bin/env dotnet
// Turns a folder of face images by class into FER-2013's CSV, and back, for looking at them.
//
//     dotnet run data-scripts/images-to-csv.cs -- images fer2013.csv
//     dotnet run data-scripts/images-to-csv.cs -- --back fer2013.csv images
//
// The emotion is the folder that an image lies in: happy/1.png, train/happy/1.jpg. The usage is the beginning of its
// name (Training_1.jpg, PublicTest_1.jpg, PrivateTest_1.jpg), else the folder above (train; test, validation or val;
// private), else unknown, and the CSV then has no column for it. Rows are in the order of the numbers in the names.
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using System.Text.RegularExpressions;
using EmoMusic.Training.Data;
using EmoMusic.Training.Reports;
using SkiaSharp;
using Spectre.Console;

var from = new Argument<string>("from")
{
    Description = "The folder of images; with --back, a CSV in any form of FER-2013",
};
var to = new Argument<string>("to") { Description = "The CSV to write; with --back, the folder for the images" };
var back = new Option<bool>("--back") { Description = "From CSV to images: PNG, without loss" };
var resize = new Option<bool>("--resize") { Description = "Take images of other sizes too, and make them 48 × 48" };
var program = new RootCommand("Turns a folder of face images into FER-2013's CSV, and back.") { from, to, back, resize };
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
return program.Parse(args).Invoke();

/// <summary>From images to rows.</summary>
internal static class ToCsv
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    public static string Run(string folder, string csv, bool resize)
    {
        if (!Directory.Exists(folder))
        {
            throw new ImageException(
                $"{folder}: found no such folder, expected one with images by class, as happy/1.png.");
        }

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var faces = files.Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Select(file => FaceFile.Of(folder, file))
            .OrderBy(face => face.Number).ThenBy(face => face.Usage).ThenBy(face => face.Path, StringComparer.Ordinal)
            .ToList();
        if (faces.Count == 0)
        {
            throw new ImageException($"{folder}: found no image ({string.Join(", ", Endings)}) in {files.Length} files, "
                + "expected some by class, as happy/1.png.");
        }

        if (faces.Find(face => face.Usage == Usage.Unknown) is { } without
            && faces.Find(face => face.Usage != Usage.Unknown) is { } with)
        {
            throw new ImageException($"{with.Path} says its usage ({with.Usage}) and {without.Path} does not; expected all "
                + "or none. Put both into folders train and test, or take the part out of the name.");
        }

        var unfinished = csv + ".unfinished";
        using (var writer = new StreamWriter(unfinished))
        {
            FerCsvWriter.WriteHeader(writer, withUsage: faces[0].Usage != Usage.Unknown);
            Bar.Show("Images", faces, face =>
                FerCsvWriter.WriteRow(writer, face.Label, face.ReadPixels(resize), face.Usage));
        }

        File.Move(unfinished, csv, overwrite: true);
        var rest = files.Length - faces.Count;
        return $"{csv}: {faces.Count:n0} rows" + (rest > 0 ? $"; {rest:n0} files that are no images were left out" : "");
    }
}

/// <summary>An image with what its path says.</summary>
internal sealed partial record FaceFile(string Path, byte Label, Usage Usage, long Number)
{
    // As other copies of the data set name them.
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
            throw new ImageException($"{path}: found the folder '{folders.LastOrDefault()}', expected the "
                + $"emotion: {string.Join(", ", Emotions.Names)}. Move the image into a folder of such a name.");
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
        using var decoded = SKBitmap.Decode(Path) ?? throw new ImageException(
            $"{Path}: found no whole image, expected a PNG, JPEG, BMP or WebP file. Mend it, or move it away.");
        const int Side = LabelledImages.Side;
        if ((decoded.Width, decoded.Height) != (Side, Side) && !resize)
        {
            throw new ImageException($"{Path}: found {decoded.Width} × {decoded.Height} pixels, expected {Side} × {Side}. "
                + "Add --resize to take it made that large.");
        }

        using var rgba = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using (var exact = decoded.Copy(SKColorType.Rgba8888))
        {
            // Down by halves with a mean between: no pixel is skipped.
            exact.ScalePixels(rgba, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return Grey(rgba.GetPixelSpan());
    }

    // ITU-R BT.601, as the server turns photos grey; a grey image keeps its values.
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

/// <summary>From rows to images.</summary>
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

/// <summary>Progress for whoever waits.</summary>
internal static class Bar
{
    public static void Show<T>(string name, IReadOnlyList<T> all, Action<T> each) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
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

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class ImageException(string message) : Exception(message);

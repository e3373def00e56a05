#!/usr/bin/env dotnet
// Converts your own photos, in one folder per emotion, into a CSV for fine-tuning:
//
//     dotnet run data-scripts/label-photos.cs -- photos mine.csv          # photos/happy/1.jpg, photos/sad/2.png, …
//     dotnet run --project training -- --from RUN --data mine.csv --freeze 2 --epochs 10
//
// Faces are decoded, detected, aligned and sampled by the server's own code, so that training and serving see the same
// input. Nothing leaves your machine.
#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:project ../serving/EmoMusic.Serving.csproj
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using Microsoft.Extensions.Options;
using Spectre.Console;

var photos = new Argument<string>("photos")
{
    Description = "Folder with one subfolder per emotion: " + string.Join(", ", Emotions.Names),
};
var csv = new Argument<string>("csv") { Description = "CSV to write" };
var whole = new Option<bool>("--whole") { Description = "Use whole photos, which show nothing but a face" };
var crops = new Option<string?>("--crops") { Description = "Folder for the cropped faces, as the network sees them" };
var program = new RootCommand("Converts photos in folders by emotion into a CSV for fine-tuning.")
{
    photos, csv, whole, crops,
};
program.SetAction(line =>
{
    try
    {
        return new Labelling(line.GetValue(photos)!, line.GetValue(whole), line.GetValue(crops)).Run(line.GetValue(csv)!);
    }
    catch (Exception problem) when (problem is LabellingException or ModelException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return CommandLine.Run(program, args);

/// <summary>Converts a folder of photos into a CSV.</summary>
internal sealed class Labelling(string folder, bool whole, string? crops)
{
    private readonly List<string> skipped = [];

    public int Run(string csv)
    {
        var photos = Photos();
        using var detector = new FaceDetector(Options.Create(new DetectorOptions()));
        var rows = new FerRows();
        if (Console.IsOutputRedirected)
        {
            photos.ForEach(photo => Add(photo, detector, rows));
        }
        else
        {
            AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
                .Start(progress =>
                {
                    var bar = progress.AddTask("Photos", maxValue: photos.Count);
                    photos.ForEach(photo =>
                    {
                        Add(photo, detector, rows);
                        bar.Increment(1);
                    });
                });
        }

        skipped.ForEach(Console.WriteLine);
        if (rows.Count == 0)
        {
            throw new LabellingException($"{folder}: found no face in {photos.Count} photos. "
                + "Use frontal photos in good light, or crop them to the faces and pass --whole.");
        }

        using (var writer = new StreamWriter(csv))
        {
            FerCsvWriter.Write(writer, rows);
        }

        Console.WriteLine($"{csv}: {rows.Count} faces from {photos.Count} photos");
        return 0;
    }

    private void Add((string Path, byte Label) photo, FaceDetector detector, FerRows rows)
    {
        if (Face(photo.Path, detector) is { } face)
        {
            face.CopyTo(rows.NextPixels());
            rows.Add(photo.Label, Usage.Unknown);
            SaveCrop(face, photo.Label, rows.Count);
        }
    }

    private List<(string Path, byte Label)> Photos()
    {
        if (!Directory.Exists(folder))
        {
            throw new LabellingException(
                $"{folder}: no such folder, expected one with photos by emotion, such as happy/1.jpg.");
        }

        var photos = new List<(string, byte)>();
        foreach (var inside in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var label = Emotions.Names.ToList().IndexOf(Path.GetFileName(inside));
            if (label < 0)
            {
                throw new LabellingException($"{inside}: not an emotion, expected one of "
                    + $"{string.Join(", ", Emotions.Names)}. Rename or move the folder.");
            }

            var files = Directory.GetFiles(inside).Order(StringComparer.Ordinal);
            photos.AddRange(files.Select(path => (path, (byte)label)));
        }

        return photos.Count > 0 ? photos : throw new LabellingException(
            $"{folder}: found no photos, expected some in folders by emotion, such as happy/1.jpg.");
    }

    // 2,304 grey values of the largest face, or null.
    private byte[]? Face(string path, FaceDetector detector)
    {
        try
        {
            using var photo = Photo.Decode(File.ReadAllBytes(path));
            var crop = whole ? photo.Grey.Sample(Box.Whole(photo.Grey), LabelledImages.Side)
                : detector.Detect(photo.Pixels).Found is [var largest, ..]
                    ? FaceAlignment.Crop(photo.Pixels, largest.Keypoints) : null;
            if (crop is not null)
            {
                return Array.ConvertAll(crop, value => (byte)Math.Round(value));
            }

            skipped.Add($"{path}: found no face, skipped");
        }
        catch (PhotoException problem)
        {
            skipped.Add($"{path}: skipped. {problem.Message}");
        }

        return null;
    }

    private void SaveCrop(byte[] face, byte label, int row)
    {
        if (crops is not null)
        {
            var place = Directory.CreateDirectory(Path.Combine(crops, Emotions.Names[label])).FullName;
            File.WriteAllBytes(Path.Combine(place, $"{row:000}.png"), EmoMusic.Training.Reports.GreyImage.Png(face));
        }
    }
}

/// <summary>An error that the user can fix.</summary>
internal sealed class LabellingException(string message) : Exception(message);

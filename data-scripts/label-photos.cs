#!/usr/bin/env dotnet
// Turns your own photos, in folders by emotion, into rows to fine-tune a model with, so that what it gets wrong with
// you can be corrected at home:
//
//     dotnet run data-scripts/label-photos.cs -- photos mine.csv          # photos/happy/1.jpg, photos/sad/2.png, …
//     dotnet run --project training -- --from RUN --data mine.csv --freeze 2 --epochs 10
//
// A face goes the server's own way: the same decoder, face detector, alignment and sampling, so that the model learns
// from what it will see. Nothing leaves your machine.
#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:project ../serving/EmoMusic.Serving.csproj
#:project ../training/EmoMusic.Training.csproj

using System.CommandLine;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Training.Data;
using Microsoft.Extensions.Options;
using Spectre.Console;

var photos = new Argument<string>("photos")
{
    Description = "A folder with a folder for each emotion: " + string.Join(", ", Emotions.Names),
};
var csv = new Argument<string>("csv") { Description = "The file to write" };
var whole = new Option<bool>("--whole") { Description = "Each photo shows nothing but a face: take it as it is" };
var crops = new Option<string?>("--crops") { Description = "A folder for the faces as the network will see them" };
var program = new RootCommand("Turns photos in folders by emotion into rows for fine-tuning.")
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
return program.Parse(args).Invoke();

/// <summary>From a folder of photos to a file of rows.</summary>
internal sealed class Labelling(string folder, bool whole, string? crops)
{
    private readonly List<string> leftOut = [];

    public int Run(string csv)
    {
        var photos = Photos();
        using var detector = new FaceDetector(Options.Create(new DetectorOptions()));
        var rows = new FerRows();
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var bar = progress.AddTask("Photos", maxValue: photos.Count);
                foreach (var (path, label) in photos)
                {
                    if (Face(path, detector) is { } face)
                    {
                        face.CopyTo(rows.NextPixels());
                        rows.Add(label, Usage.Unknown);
                        Keep(face, label, rows.Count);
                    }

                    bar.Increment(1);
                }
            });
        leftOut.ForEach(Console.WriteLine);
        if (rows.Count == 0)
        {
            throw new LabellingException($"{folder}: found a face in none of {photos.Count} photos, expected one in some. "
                + "Take photos that look into the camera, in good light, or crop them to the faces and add --whole.");
        }

        using (var writer = new StreamWriter(csv))
        {
            FerCsvWriter.Write(writer, rows);
        }

        Console.WriteLine($"{csv}: {rows.Count} faces of {photos.Count} photos");
        return 0;
    }

    private List<(string Path, byte Label)> Photos()
    {
        if (!Directory.Exists(folder))
        {
            throw new LabellingException(
                $"{folder}: found no such folder, expected one with photos by emotion, as happy/1.jpg.");
        }

        var photos = new List<(string, byte)>();
        foreach (var inside in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var label = Emotions.Names.ToList().IndexOf(Path.GetFileName(inside));
            if (label < 0)
            {
                throw new LabellingException($"{inside}: found this folder, expected the emotions: "
                    + $"{string.Join(", ", Emotions.Names)}. Rename it, or move it away.");
            }

            var files = Directory.GetFiles(inside).Order(StringComparer.Ordinal);
            photos.AddRange(files.Select(path => (path, (byte)label)));
        }

        return photos.Count > 0 ? photos : throw new LabellingException(
            $"{folder}: found no photo, expected some in folders by emotion, as happy/1.jpg.");
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

            leftOut.Add($"{path}: found no face, left out");
        }
        catch (PhotoException problem)
        {
            leftOut.Add($"{path}: left out. {problem.Message}");
        }

        return null;
    }

    private void Keep(byte[] face, byte label, int row)
    {
        if (crops is not null)
        {
            var place = Directory.CreateDirectory(Path.Combine(crops, Emotions.Names[label])).FullName;
            File.WriteAllBytes(Path.Combine(place, $"{row:000}.png"), EmoMusic.Training.Reports.GreyImage.Png(face));
        }
    }
}

/// <summary>What the user can mend; the message says how.</summary>
internal sealed class LabellingException(string message) : Exception(message);

#!/usr/bin/env dotnet
// Draws the images of training/README.md: a synthetic face on its way through a trained network.
//
//     dotnet run --project training -- --network original      # a run on synthetic faces, 1 or 2 minutes
//     dotnet run data-scripts/draw-pipeline.cs -- runs/20261122-194815-original
//
// The face is synthetic because FER-2013's licence forbids redistributing its images.
#:project ../training/EmoMusic.Training.csproj
#:property PublishAot=false

using System.CommandLine;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Native;
using EmoMusic.Training.Networks;
using TorchSharpToOnnx;
using EmoMusic.Training.Reports;
using EmoMusic.Training.Pipeline;
using ScottPlot;
using static TorchSharp.torch;
using Palette = EmoMusic.Training.Reports.Palette;

var run = new Argument<string>("run") { Description = "Folder of a finished run of the network original" };
var output = new Option<string>("--output")
{
    Description = "Folder for the images",
    DefaultValueFactory = _ => "training/pictures",
};
var program = new RootCommand("Draws the images of training/README.md.") { run, output };
program.SetAction(line =>
{
    try
    {
        TorchLibrary.MakeLoadable();
        Pipeline.Draw(RunFolder.Open(line.GetValue(run)!), Directory.CreateDirectory(line.GetValue(output)!).FullName);
        return 0;
    }
    catch (Exception problem) when (problem is TrainingException or ModelFileException or OnnxExportException
        or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return CommandLine.Run(program, args);

/// <summary>The images, in order.</summary>
internal static class Pipeline
{
    private const int Face = 3; // the first happy validation face
    private const int Shown = 12;

    // Layers to show; each halves the size.
    private static readonly string[] Layers = ["relu1", "pool2", "pool3", "pool4"];

    public static void Draw(RunFolder run, string folder)
    {
        var request = run.ReadRequest();
        if (request.Options.Network != "original")
        {
            throw new TrainingException(
                $"{run.Path}: found a run of the network {request.Options.Network}, expected original. "
                + "Pass another run.");
        }

        using var faces = SyntheticFaces.Create(request.Options.Seed);
        using var image = faces.Validation.Select([Face]);
        using var scope = NewDisposeScope();
        using var state = Checkpoint.Load(run.Checkpoint, request.Options);
        using var model = ModelFile.Open(run.Model);

        Write("face.png", FaceSheet.Draw([new(image.PixelsOf(0))], columns: 1, scale: 4));
        Write("augmented.png", Augmented(image));
        Write("features.png", Features(state, image));
        Write("scores.png", Scores(model, model.Predict(image)));

        void Write(string name, byte[] png)
        {
            File.WriteAllBytes(Path.Combine(folder, name), png);
            Console.WriteLine(Path.Combine(folder, name));
        }
    }

    private static byte[] Augmented(LabelledImages image)
    {
        manual_seed(1);
        var many = image.Pixels.to(ScalarType.Float32).repeat(8, 1, 1, 1);
        var changed = new Augmentation(TrainingOptions.For("compact")).Apply(many);
        var bytes = changed.round().clamp(0, 255).to(ScalarType.Byte).contiguous();
        var faces = new LabelledImages(bytes, zeros(8, int64));
        return FaceSheet.Draw([.. Enumerable.Range(0, 8).Select(i => new SheetFace(faces.PixelsOf(i)))], columns: 8);
    }

    private static byte[] Features(TrainingState state, LabelledImages image)
    {
        using var network = state.CreateBest();
        using var noGradients = no_grad();
        var sheet = new List<SheetFace>();
        var x = image.Pixels.to(ScalarType.Float32);
        foreach (var (name, layer) in network.named_children())
        {
            x = ((nn.Module<Tensor, Tensor>)layer).call(x);
            if (Layers.Contains(name))
            {
                // The feature maps with the highest variance, each normalised.
                var mostVaried = x[0].std([1, 2]).topk(Shown).indexes.data<long>();
                sheet.AddRange(mostVaried.Select((map, i) => new SheetFace(
                    Normalise(x[0, map]), i == 0 ? $"{name}: {string.Join(" × ", x.shape[1..])}" : "")));
            }
        }

        return FaceSheet.Draw(sheet, columns: Shown, scale: 1);
    }

    // float [h, w] to 48 × 48 grey values.
    private static byte[] Normalise(Tensor map)
    {
        const int Side = LabelledImages.Side;
        var large = nn.functional.interpolate(map.unsqueeze(0).unsqueeze(0), size: [Side, Side]);
        var (low, high) = (large.min(), large.max());
        return (255 * (large - low) / (high - low)).to(ScalarType.Byte).contiguous().bytes.ToArray();
    }

    private static byte[] Scores(ModelFile model, float[] scores)
    {
        var plot = Chart.New("Prediction", "Probabilities of the seven emotions.");
        plot.Add.Bars(scores.Select((score, i) => new Bar
        {
            Position = i,
            Value = score,
            Size = 0.6,
            FillColor = Palette.Validation,
            LineWidth = 0,
        }).ToArray());
        foreach (var (i, score) in scores.Index())
        {
            Chart.Write(plot, $"{score:p1}", new(i, score), 12, Palette.Ink, alignment: Alignment.LowerCenter, down: -3);
        }

        plot.Axes.Bottom.TickGenerator = Chart.Names(model.Labels);
        plot.Axes.Left.TickGenerator = Chart.Numbers("p0");
        plot.Axes.SetLimits(-0.6, scores.Length - 0.4, 0, 1.1);
        return Chart.Png(plot, 720, 300);
    }
}

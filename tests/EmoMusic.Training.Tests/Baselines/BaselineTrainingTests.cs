using System.Runtime;
using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Tests.Baselines;

public sealed class BaselineTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_majority_baseline_predicts_class_frequencies()
    {
        using var data = Samples.FewFaces(training: 32, validation: 14); // five of four emotions, four of the others
        var counts = data.Training.CountByClass();
        var expected = data.Validation.Labels.data<long>().Average(label => -Math.Log(counts[label] / 32.0));

        var (result, metrics, _) = Run("majority", data);

        Assert.Equal(expected, result.LogLoss, 3);
        Assert.Equal(1.0 / 7, result.Accuracy, 6);
        Assert.Single(metrics.Confusion[0], count => count > 0); // always the same prediction
    }

    [Fact]
    public void Features_are_exported_without_the_garbage_collector()
    {
        var seen = default(GCLatencyMode);
        var majority = Baseline.All[0];
        var watched = majority with
        {
            CreateFeatures = () =>
            {
                seen = GCSettings.LatencyMode;
                return majority.CreateFeatures();
            },
        };

        watched.ExportFeatures(folder["features.onnx"]);

        Assert.Equal(GCLatencyMode.NoGCRegion, seen);
    }

    [Theory]
    [InlineData("pixels", 0.5)]
    [InlineData("gradients", 0.6)]
    public void The_others_learn_to_classify_synthetic_faces(string name, double minimum)
    {
        using var data = Samples.FewFaces(training: 700, validation: 140);

        var (result, metrics, mlNet) = Run(name, data);

        Assert.InRange(result.Accuracy, minimum, 1);
        Assert.Equal(mlNet.Accuracy, metrics.Accuracy);
        Assert.Equal(new FileInfo(folder[$"{name}.zip"]).Length, result.Bytes);
    }

    [Theory]
    [InlineData("majority")]
    [InlineData("pixels")]
    [InlineData("gradients")]
    public void The_ONNX_file_gives_the_same_probabilities_as_the_zip(string name)
    {
        using var data = Samples.FewFaces(training: 140, validation: 42);

        var (result, metrics, _) = Run(name, data);

        var context = new MLContext();
        var zip = context.Model.Load(folder[$"{name}.zip"], out _);
        using var onnx = ModelFile.Open(folder[$"{name}.onnx"]);
        var rows = context.Data.LoadFromEnumerable(FaceRow.Of(data.Validation, onnx.LabelsOf(data.Validation)));
        var expected = zip.Transform(rows).GetColumn<float[]>(ModelContract.Output).SelectMany(row => row);
        var found = onnx.Predict(data.Validation);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        var evaluated = Metrics.Of(found, onnx.LabelsOf(data.Validation), onnx.Labels);
        Assert.Equal(metrics.Accuracy, evaluated.Accuracy, 6);
        Assert.Equal((name, $"{result.Accuracy:f6}"), (onnx.Metadata["network"], onnx.Metadata["accuracy"]));
    }

    private (BaselineResult Result, Metrics Metrics, MlNetMetrics MlNet) Run(string name, Dataset data) =>
        BaselineTraining.Run(Baseline.All.Single(one => one.Name == name), data, folder.Path, seed: 42);
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class MlNetEvaluationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("emomusic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ML_NET_and_the_batches_of_ONNX_Runtime_agree_on_the_same_file()
    {
        using var images = Samples.Images(ModelFile.BatchSize + 44);

        AssertAgreement(new OnnxModel(), images);
    }

    [Fact]
    public void They_agree_when_classes_are_empty_and_labels_are_reordered()
    {
        using var images = Samples.Images(60);
        var angryOrHappy = Enumerable.Range(0, images.Count).Select(i => i % 2 * 3L).ToArray();
        using var two = new LabelledImages(images.Pixels.clone(), tensor(angryOrHappy));

        AssertAgreement(new OnnxModel().WithLabels("neutral,surprise,sad,happy,fear,disgust,angry"), two);
    }

    [Fact]
    public void They_agree_when_all_scores_are_equal()
    {
        using var images = Samples.Images(20);

        AssertAgreement(new OnnxModel { Weights = new float[LabelledImages.Size * 7] }, images);
    }

    private void AssertAgreement(OnnxModel onnx, LabelledImages images)
    {
        using var model = ModelFile.Open(onnx.WriteTo(Path.Combine(folder, "model.onnx")));

        var ours = Metrics.Of(model.Predict(images), model.LabelsOf(images), model.Labels);
        var mlNet = MlNetEvaluation.Evaluate(model, images);

        Assert.Equal(mlNet.Accuracy, ours.Accuracy);
        Assert.Equal(mlNet.MacroAccuracy, ours.MacroAccuracy, 1e-5);
        Assert.Equal(mlNet.LogLoss, ours.LogLoss, 1e-5);
        Assert.Equal(mlNet.Confusion, ours.Confusion);
    }
}

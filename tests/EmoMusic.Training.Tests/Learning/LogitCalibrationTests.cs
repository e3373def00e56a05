using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Tests.Learning;

public sealed class LogitCalibrationTests
{
    private const int Rare = 1;

    [Fact]
    public void Without_a_calibration_set_nothing_is_fitted()
    {
        using var images = Faces(40);
        using var network = new FirstPixels();
        var data = new Dataset("faces", images, images, null, "", 0, []);
        var options = new TrainingOptions { FearLogitBias = 0.2, LogitAdjustment = 0.01 };

        var calibration = LogitCalibration.Fit(network, data, options);

        Assert.Equal([0, 0, 0.2f, 0, 0, 0, 0], calibration.Bias);
        Assert.Equal(1, calibration.Temperature);
    }

    [Fact]
    public void Logit_adjustment_finds_more_of_a_rare_class_within_its_budget()
    {
        const double Budget = 0.01;
        using var images = Faces(20_000);
        using var network = new FirstPixels();
        var data = new Dataset("faces", images, images, null, "", 0, []) { CalibrationSet = images };

        var before = LogitCalibration.Fit(network, data, new TrainingOptions());
        var after = LogitCalibration.Fit(network, data, new TrainingOptions { LogitAdjustment = Budget });

        Assert.All(before.Bias, bias => Assert.Equal(0, bias));
        Assert.Equal(after.Bias.Max(), after.Bias[Rare]);
        var (accuracy, recall) = Measure(before);
        var (adjustedAccuracy, adjustedRecall) = Measure(after);
        Assert.InRange(adjustedAccuracy, accuracy - Budget, 1);
        Assert.InRange(adjustedRecall, recall + 0.1, 1);

        (double Accuracy, double Recall) Measure(LogitCalibration calibration)
        {
            using var scope = NewDisposeScope();
            var predicted = (network.call(images.Pixels) + tensor(calibration.Bias)).argmax(1);
            var isRight = predicted.eq(images.Labels);
            return (
                isRight.to(ScalarType.Float32).mean().item<float>(),
                isRight[images.Labels.eq(Rare)].to(ScalarType.Float32).mean().item<float>());
        }
    }

    // One image in fifty is of the rare class; its logit is 1.5 higher then, with noise of 1.
    private static LabelledImages Faces(int count)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var labels = where(rand(count).lt(0.02), tensor((long)Rare), tensor(0L));
        var logits = randn(count, Emotions.Count) - 4;
        logits.select(1, 0).copy_(where(labels.eq(0), randn(count) + 2, randn(count)));
        logits.select(1, Rare).copy_(where(labels.eq(Rare), randn(count) + 0.5f, randn(count) - 2));
        var pixels = zeros(count, 1, LabelledImages.Side, LabelledImages.Side);
        pixels.flatten(1).narrow(1, 0, Emotions.Count).copy_(logits);
        return new LabelledImages(pixels.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    // The first seven pixels are the logits.
    private sealed class FirstPixels() : Module<Tensor, Tensor>(nameof(FirstPixels))
    {
        public override Tensor forward(Tensor input) => input.flatten(1).narrow(1, 0, Emotions.Count).clone();
    }
}

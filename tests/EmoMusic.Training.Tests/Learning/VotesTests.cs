using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Learning;

/// <summary>Training on annotators' votes instead of labels.</summary>
public sealed class VotesTests : IDisposable
{
    private readonly Dataset labelled = Samples.FewFaces();

    public void Dispose() => labelled.Dispose();

    [Fact]
    public void The_votes_are_learnt_and_the_majority_is_evaluated_whatever_the_labels_say()
    {
        using var shifted = WithVotes(labelled, label => (label + 1) % Emotions.Count);
        var options = new TrainingOptions { Epochs = 70, BatchSize = 8, Threads = 1, LearningRate = 1e-3 };
        using var state = new TrainingState(options, shifted.Fingerprint);

        Trainer.Train(state, options, shifted, new Silent(), () => { }, CancellationToken.None);

        using var exam = shifted.Training.ByMajority();
        Assert.InRange(Trainer.Evaluate(state.Network, exam).Accuracy, 0.9, 1);
        Assert.InRange(Trainer.Evaluate(state.Network, shifted.Training).Accuracy, 0, 0.1);
        using var validation = shifted.Validation.ByMajority();
        Assert.Equal(
            Trainer.Evaluate(state.Network, validation).Accuracy, state.History[^1].Agreement!.Value, 6);
        Assert.Equal(
            Trainer.Evaluate(state.Network, shifted.Validation).Accuracy, state.History[^1].ValidationAccuracy, 6);
    }

    [Fact]
    public void The_temperature_is_fitted_to_the_clear_majority()
    {
        // In every other image the majority sees another emotion: a confident network has to become unsure.
        var images = labelled.Training;
        var other = OneHot((images.Labels + 1) % 7);
        var own = OneHot(images.Labels);
        var every = (arange(images.Count) % 2).to(ScalarType.Float32).view(-1, 1);
        using var unanimous = images with { Votes = own };
        using var clear = images with { Votes = (own * 0.6f) + (other * 0.4f) };
        using var divided = images with { Votes = (own * (1 - every)) + (other * every) };
        using var nobody = images with { Votes = (own + other) / 2 };
        var options = new TrainingOptions { Epochs = 25, BatchSize = 8, Threads = 1, LearningRate = 1e-3 };
        using var state = new TrainingState(options, labelled.Fingerprint);
        Trainer.Train(state, options, labelled, new Silent(), () => { }, CancellationToken.None);

        Assert.Equal(FitTo(unanimous), FitTo(clear), 6);
        Assert.InRange(FitTo(divided), FitTo(unanimous) * 1.5, double.MaxValue);
        Assert.Equal(1, FitTo(nobody));

        double FitTo(LabelledImages calibrationSet) => LogitCalibration.Fit(
            state.Network, labelled with { CalibrationSet = calibrationSet }, options).Temperature;
    }

    private static Dataset WithVotes(Dataset data, Func<long, long> vote) => data with
    {
        Training = WithVotes(data.Training, vote),
        Validation = WithVotes(data.Validation, vote),
    };

    private static LabelledImages WithVotes(LabelledImages images, Func<long, long> vote) => new(
        images.Pixels.clone(), images.Labels.clone(),
        OneHot(tensor(images.Labels.data<long>().Select(vote).ToArray())));

    private static Tensor OneHot(Tensor labels) => nn.functional.one_hot(labels, Emotions.Count).to(ScalarType.Float32);

    private sealed class Silent : ITrainingDisplay
    {
        public void Batch(BatchProgress progress)
        {
        }

        public void Epoch(EpochRecord epoch, bool isBest)
        {
        }
    }
}

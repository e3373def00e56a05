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
        Assert.InRange(Trainer.Evaluate(state.Network, exam, 0).Accuracy, 0.9, 1);
        Assert.InRange(Trainer.Evaluate(state.Network, shifted.Training, 0).Accuracy, 0, 0.1);
        using var validation = shifted.Validation.ByMajority();
        Assert.Equal(
            Trainer.Evaluate(state.Network, validation, 0).Accuracy, state.History[^1].Agreement!.Value, 6);
        Assert.Equal(
            Trainer.Evaluate(state.Network, shifted.Validation, 0).Accuracy, state.History[^1].ValidationAccuracy, 6);
    }

    [Fact]
    public void The_temperature_is_fitted_to_the_votes()
    {
        // Half of the annotators disagree: a confident network has to become unsure.
        var images = labelled.Training;
        using var unanimous = images with { Votes = OneHot(images.Labels) };
        using var divided = images with { Votes = (OneHot(images.Labels) + OneHot((images.Labels + 1) % 7)) / 2 };
        var options = new TrainingOptions { Epochs = 25, BatchSize = 8, Threads = 1, LearningRate = 1e-3 };
        using var state = new TrainingState(options, labelled.Fingerprint);
        Trainer.Train(state, options, labelled, new Silent(), () => { }, CancellationToken.None);

        Assert.InRange(
            Temperature.Fit(state.Network, divided, 0), Temperature.Fit(state.Network, unanimous, 0) * 1.5, double.MaxValue);
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

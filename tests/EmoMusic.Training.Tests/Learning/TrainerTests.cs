using System.IO.Compression;
using System.Runtime;
using System.Text;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests.Learning;

public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions Quick =
        new() { Epochs = 2, BatchSize = 8, Threads = 1, LearningRate = 1e-3 };

    private static readonly TrainingOptions Averaged = Quick with
    {
        Optimizer = OptimizerKind.Sgd,
        Schedule = ScheduleKind.Cosine,
        WarmupEpochs = 0.5,
        EmaDecay = 0.9,
    };

    private static readonly TrainingOptions Augmented = Quick with
    {
        Optimizer = OptimizerKind.AdamW,
        HorizontalFlip = true,
        Translate = 2,
        Rotate = 5,
        Scale = 0.1,
        RandomErasing = 0.5,
        ClassBalance = BalanceKind.Oversample,
        LabelSmoothing = 0.1,
    };

    private static readonly TrainingOptions Compact = TrainingOptions.For("compact") with
    {
        Epochs = 2,
        BatchSize = 8,
        Threads = 1,
    };

    private readonly Dataset data = Samples.FewFaces();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_training_loss_decreases()
    {
        using var state = Train(Quick with { Epochs = 25 });

        Assert.InRange(state.History[^1].TrainLoss, 0, state.History[0].TrainLoss / 2);
    }

    [Fact]
    public void Weights_are_reproducible_by_seed()
    {
        using var first = Train(Quick);
        using var second = Train(Quick);
        using var other = Train(Quick with { Seed = 7 });

        Assert.True(SameWeights(first, second));
        Assert.False(SameWeights(first, other));
    }

    public static TheoryData<string, TrainingOptions> Recipes => new()
    {
        { "original", Quick },
        { "SGD, cosine, warm-up, average", Averaged },
        { "AdamW, augmented, balanced", Augmented },
        { "class weights, a frozen layer", Quick with { ClassBalance = BalanceKind.Weights, Freeze = 1 } },
        { "compact", Compact },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_resumed_run_ends_with_the_same_weights_as_an_uninterrupted_one(
        string recipe, TrainingOptions options)
    {
        Assert.NotEmpty(recipe);
        options = options with { Epochs = 3 };
        using var whole = Train(options);

        var checkpoint = folder["last.zip"];
        using (var stopped = new TrainingState(options, data.Fingerprint))
        using (var stop = new CancellationTokenSource())
        {
            var display = new StopsInEpoch(2, stop);
            Assert.Throws<OperationCanceledException>(() => Trainer.Train(
                stopped, options, data, display, () => Checkpoint.Save(checkpoint, stopped), stop.Token));
        }

        using var resumed = Checkpoint.Load(checkpoint, options);
        Assert.Equal(data.Fingerprint, resumed.Data);
        Assert.Single(resumed.History);
        Trainer.Train(resumed, options, data, new NoDisplay(), () => { }, CancellationToken.None);

        Assert.True(SameWeights(whole, resumed));
        Assert.Equal(whole.BestWeights, resumed.BestWeights);
        Assert.Equal(
            whole.History.Select(epoch => epoch with { Seconds = 0, ImagesPerSecond = 0 }),
            resumed.History.Select(epoch => epoch with { Seconds = 0, ImagesPerSecond = 0 }));
    }

    [Fact]
    public void The_best_epoch_has_the_highest_validation_accuracy()
    {
        using var state = Train(Quick with { Epochs = 4 });

        var best = state.Best!;
        Assert.Equal(state.History.Max(epoch => epoch.ValidationAccuracy), best.ValidationAccuracy);
        using var network = state.CreateBest();
        Assert.Equal(best.ValidationAccuracy, Trainer.Evaluate(network, data.Validation).Accuracy);
    }

    [Fact]
    public void Ctrl_C_in_the_last_batch_stops_before_the_evaluation()
    {
        using var state = new TrainingState(Quick, data.Fingerprint);
        using var stop = new CancellationTokenSource();
        var display = new AfterBatches(progress =>
        {
            if (progress.Seen == progress.Images)
            {
                stop.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(
            () => Trainer.Train(state, Quick with { Epochs = 1 }, data, display, () => { }, stop.Token));
        Assert.Throws<OperationCanceledException>(
            () => Trainer.Evaluate(state.Network, data.Validation, stop: stop.Token));

        Assert.Empty(state.History);
    }

    [Fact]
    public void A_step_and_the_evaluation_are_inside_a_region_without_garbage_collection()
    {
        var modes = new HashSet<GCLatencyMode>();
        using var state = new TrainingState(Quick, data.Fingerprint);

        Trainer.Train(
            state, Quick with { Epochs = 1 }, data, new AfterBatches(_ => modes.Add(GCSettings.LatencyMode)), () => { },
            CancellationToken.None);
        using var watched = new Watched(() => modes.Add(GCSettings.LatencyMode));
        Trainer.Evaluate(watched, data.Validation);

        Assert.Equal([GCLatencyMode.NoGCRegion], modes);
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void An_epoch_has_the_recall_of_each_emotion()
    {
        using var state = Train(Quick with { Epochs = 1 });

        var epoch = state.History[0];
        using var logits = Trainer.Logits(state.Network, data.Validation);
        using var predicted = logits.argmax(1);
        var rows = predicted.data<long>().Zip(data.Validation.Labels.data<long>()).ToLookup(row => row.Second);
        Assert.Equal(
            Enumerable.Range(0, Emotions.Count).Select(label => (double?)rows[label].Average(row => row.First == label ? 1 : 0)),
            epoch.Recalls!.Values);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run()
    {
        var error = Assert.Throws<TrainingException>(() =>
        {
            var options = Quick with { Epochs = 20, LearningRate = 100, Optimizer = OptimizerKind.Sgd };
            using var state = new TrainingState(options, data.Fingerprint);
            Trainer.Train(state, options, data, new NoDisplay(), () => { }, CancellationToken.None);
        });

        Assert.Matches(
            @"^epoch \d+, (batch \d+|validation): found the loss (NaN|Infinity|∞), expected a finite number\. Try a "
            + @"--learning-rate below 100; (there is no checkpoint yet|the last checkpoint is of epoch \d+)\.$",
            error.Message);
    }

    [Fact]
    public void Patience_stops_a_run_that_does_not_improve()
    {
        using var state = Train(Quick with { Epochs = 30, Patience = 2, LearningRate = 1e-12 });

        Assert.Equal(state.Best!.Epoch + 2, state.History.Count);
    }

    [Fact]
    public void Clean_final_epochs_have_no_random_erasing_and_mixup()
    {
        var augmented = Quick with { RandomErasing = 1, Mixup = 1 };
        using var never = Train(augmented);
        using var last = Train(augmented with { CleanFinalEpochs = 1 });
        using var always = Train(augmented with { CleanFinalEpochs = 2 });
        using var plain = Train(Quick);

        Assert.Equal(never.History[0].TrainLoss, last.History[0].TrainLoss);
        Assert.False(SameWeights(never, last));
        Assert.False(SameWeights(last, always));
        Assert.True(SameWeights(always, plain));
    }

    [Fact]
    public void The_moving_average_is_evaluated_and_saved()
    {
        using var state = Train(Quick with { EmaDecay = 0.5 });

        using var best = state.CreateBest();
        Assert.NotNull(state.EmaNetwork);
        var last = state.Best!.Epoch == 2 ? state.EmaNetwork : best;
        Assert.True(Equal(best.parameters().First(), last.parameters().First()));
        Assert.False(Equal(best.parameters().First(), state.Network.parameters().First()));
    }

    [Fact]
    public void A_corrupt_checkpoint_is_refused()
    {
        File.WriteAllText(folder["last.zip"], "no zip");

        var error = Assert.Throws<TrainingException>(() => Checkpoint.Load(folder["last.zip"], Quick));

        Assert.Equal($"{folder["last.zip"]}: the checkpoint is corrupt. Start a new run.", error.Message);
    }

    [Theory]
    [InlineData("history.json", "[]")]
    [InlineData("history.json", "null")]
    [InlineData("dataset.json", "{}")]
    [InlineData("calibration.json", "null")]
    [InlineData("best", "x")]
    [InlineData("weights", "x")]
    [InlineData("optimizer", "")]
    public void A_checkpoint_with_a_corrupt_part_is_refused(string part, string content)
    {
        using (var state = new TrainingState(Quick, new DatasetFingerprint(new string('f', 64), 1234)))
        {
            using var weights = new MemoryStream();
            state.Network.save(weights);
            state.BestWeights = weights.ToArray();
            state.History.Add(new EpochRecord(1, 1, 0.5, 1, 0.5, 1e-4, 1, 1));
            Checkpoint.Save(folder["last.zip"], state);
        }

        using (var zip = ZipFile.Open(folder["last.zip"], ZipArchiveMode.Update))
        {
            zip.GetEntry(part)!.Delete();
            using var entry = zip.CreateEntry(part).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        var error = Assert.Throws<TrainingException>(() => Checkpoint.Load(folder["last.zip"], Quick));

        Assert.Equal($"{folder["last.zip"]}: the checkpoint is corrupt. Start a new run.", error.Message);
    }

    [Fact]
    public void Resuming_with_other_data_is_refused()
    {
        using var state = new TrainingState(Quick, new DatasetFingerprint(new string('f', 64), 1234));

        var error = Assert.Throws<TrainingException>(() => state.CheckData(data));

        Assert.Equal(
            $"synthetic faces: found 42 rows with the hash {data.Sha256[..12]}…, expected the run's 1,234 rows with the hash "
            + "ffffffffffff…. Pass the original file with --data.",
            error.Message);
    }

    private TrainingState Train(TrainingOptions options)
    {
        var state = new TrainingState(options, data.Fingerprint);
        Trainer.Train(state, options, data, new NoDisplay(), () => { }, CancellationToken.None);
        return state;
    }

    private static bool SameWeights(TrainingState first, TrainingState second) =>
        first.Network.parameters().Zip(second.Network.parameters(), Equal).All(same => same);

    private static bool Equal(Tensor first, Tensor second) => first.equal(second).all().item<bool>();

    private sealed class AfterBatches(Action<BatchProgress> action) : ITrainingDisplay
    {
        public void Batch(BatchProgress progress) => action(progress);

        public void Epoch(EpochRecord epoch, bool isBest)
        {
        }
    }

    // Predicts nothing, and tells when it is called.
    private sealed class Watched : nn.Module<Tensor, Tensor>
    {
        private readonly Action called;
        private readonly TorchSharp.Modules.Parameter weight = new(ones(1));

        public Watched(Action called)
            : base(nameof(Watched))
        {
            this.called = called;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            called();
            return weight.expand(input.shape[0], Emotions.Count);
        }

        protected override void Dispose(bool disposing)
        {
            weight.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class StopsInEpoch(int number, CancellationTokenSource stop) : ITrainingDisplay
    {
        public void Batch(BatchProgress progress)
        {
            if (progress.Epoch == number)
            {
                stop.Cancel();
            }
        }

        public void Epoch(EpochRecord epoch, bool isBest)
        {
        }
    }
}

using System.Diagnostics;
using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>The learning loop, to be read from top to bottom.</summary>
public static class Trainer
{
    private const int EvaluationBatchSize = 256; // images a batch without gradients; large enough to keep the cores busy

    /// <summary>Learns from where <paramref name="state"/> stands to the last epoch, or until told to stop.</summary>
    /// <param name="state">Changed in place; whole again after each epoch.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="data">What to learn from and to be judged by.</param>
    /// <param name="display">Is told of every batch and epoch.</param>
    /// <param name="save">Called after each epoch, to keep <paramref name="state"/>.</param>
    /// <param name="stop">Ends the run in mid-epoch; that epoch is lost.</param>
    /// <exception cref="TrainingException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public static void Train(
        TrainingState state,
        TrainingOptions options,
        Dataset data,
        ITrainingDisplay display,
        Action save,
        CancellationToken stop)
    {
        set_num_threads(options.Threads);
        var batches = (data.Training.Count + options.BatchSize - 1) / options.BatchSize;
        using var classWeights = ClassBalance.LossWeights(options, data.Training);
        using var targets = Targets(data, options.DistillationWeight);
        var whole = options with { RandomErasing = 0, Mixup = 0 };

        for (var epoch = state.History.Count + 1; epoch <= options.Epochs && !ShouldStopEarly(state, options); epoch++)
        {
            // Everything random in this epoch follows from the seed and its number: a resumed run needs no more.
            manual_seed(unchecked(options.Seed + (epoch * 7919L)));
            using var order = ClassBalance.SampleOrder(options, data.Training); // int64 [n]
            var disturb = epoch > options.Epochs - options.CleanFinalEpochs ? whole : options;
            var augmentation = new Augmentation(disturb);
            var clock = Stopwatch.StartNew();
            var (lossSum, right, seen, rate) = (0.0, 0L, 0, 0.0);

            // Learn
            state.Network.train();
            foreach (var layer in state.Frozen)
            {
                layer.eval(); // the statistics of its batch norms stay as well
            }

            for (var batch = 0; batch < batches; batch++)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();

                var chosen = order.narrow(0, seen, Math.Min(options.BatchSize, data.Training.Count - seen));
                var labels = data.Training.Labels.index_select(0, chosen);                        // int64 [b]
                var pixels = data.Training.Pixels.index_select(0, chosen).to(ScalarType.Float32); // [b, 1, 48, 48]
                var mixed = Mixup.Of(augmentation.Apply(pixels), targets.index_select(0, chosen), disturb.Mixup);

                var step = ((epoch - 1L) * batches) + batch;
                rate = Schedule.LearningRate(options, step, (long)options.Epochs * batches);
                foreach (var group in state.Optimizer.ParamGroups)
                {
                    group.LearningRate = rate;
                }

                state.Optimizer.zero_grad();
                var logits = state.Network.call(mixed.Pixels);                                    // [b, 7]
                var loss = mixed.Loss(target => functional.cross_entropy(
                    logits, target, classWeights, label_smoothing: options.LabelSmoothing));
                loss.backward();
                state.Optimizer.step();
                Ema.Update(state, options, step);

                var lossValue = loss.item<float>();
                CheckLoss(lossValue, $"epoch {epoch}, batch {batch + 1}", options, state);

                seen += (int)chosen.shape[0];
                lossSum += lossValue * chosen.shape[0];
                right += logits.argmax(1).eq(labels).sum().item<long>();
                display.Batch(new BatchProgress(
                    epoch, seen, data.Training.Count,
                    lossSum / seen, (double)right / seen, seen / clock.Elapsed.TotalSeconds));
            }

            // Judge
            var imagesPerSecond = seen / clock.Elapsed.TotalSeconds;
            var (validationLoss, validationAccuracy) = Evaluate(state.EvaluationNetwork, data.Validation, options.FearLogitBias);
            CheckLoss(validationLoss, $"epoch {epoch}, validation", options, state);

            // Keep
            state.History.Add(new EpochRecord(
                epoch, lossSum / seen, (double)right / seen, validationLoss, validationAccuracy,
                rate, clock.Elapsed.TotalSeconds, imagesPerSecond));
            var isBest = state.Best!.Epoch == epoch;
            if (isBest)
            {
                state.BestWeights = Bytes(state.EvaluationNetwork);
                state.BestTemperature = Temperature.Fit(state.EvaluationNetwork, data.CalibrationSet, options.FearLogitBias);
            }

            save();
            display.Epoch(state.History[^1], isBest);
        }
    }

    /// <summary>
    /// Mean cross entropy and share of right answers, 0 to 1, of a network, which is left in evaluation mode.
    /// </summary>
    public static (double Loss, double Accuracy) Evaluate(
        Module<Tensor, Tensor> network, LabelledImages images, double fearLogitBias)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var logits = Logits(network, images, fearLogitBias);
        var loss = functional.cross_entropy(logits, images.Labels).item<float>();
        return (loss, logits.argmax(1).eq(images.Labels).sum().item<long>() / (double)images.Count);
    }

    /// <summary>float [n, 7] of a network, which is left in evaluation mode.</summary>
    public static Tensor Logits(Module<Tensor, Tensor> network, LabelledImages images, double fearLogitBias)
    {
        network.eval();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        using var logitBias = new LogitBias(fearLogitBias);
        var parts = Enumerable.Range(0, (images.Count + EvaluationBatchSize - 1) / EvaluationBatchSize).Select(part =>
        {
            var first = part * EvaluationBatchSize;
            var count = Math.Min(EvaluationBatchSize, images.Count - first);
            return network.call(images.Pixels.narrow(0, first, count).to(ScalarType.Float32));
        });
        return logitBias.call(cat([.. parts], 0)).MoveToOuterDisposeScope();
    }

    // int64 [n]; or, with teachers, float [n, 7]: label and answer, each by its share (Hinton, Vinyals and Dean 2015).
    private static Tensor Targets(Dataset data, double share) => data.SoftTargets is null ? data.Training.Labels.alias()
        : functional.one_hot(data.Training.Labels, Emotions.Count).to(ScalarType.Float32).lerp(data.SoftTargets, share);

    private static bool ShouldStopEarly(TrainingState state, TrainingOptions options) =>
        options.Patience > 0 && state.Best is { } best && state.History.Count - best.Epoch >= options.Patience;

    private static void CheckLoss(double loss, string where, TrainingOptions options, TrainingState state)
    {
        if (!double.IsFinite(loss))
        {
            throw new TrainingException(
                $"{where}: found the loss {loss}, expected a finite number. "
                + $"Try a lower --learning-rate than {options.LearningRate}; "
                + (state.History.Count > 0 ? $"the checkpoint of epoch {state.History.Count} is kept."
                    : "nothing was kept yet."));
        }
    }

    private static byte[] Bytes(Module network)
    {
        using var stream = new MemoryStream();
        network.save(stream);
        return stream.ToArray();
    }
}

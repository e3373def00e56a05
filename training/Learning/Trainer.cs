using System.Diagnostics;
using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>The training loop, to be read from top to bottom.</summary>
public static class Trainer
{
    private const int EvaluationBatchSize = 256; // large enough to keep the cores busy

    /// <summary>Trains from the last completed epoch to the last one, or until cancelled.</summary>
    /// <param name="state">Updated in place; consistent after each epoch.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="data">Training and validation images.</param>
    /// <param name="display">Receives the progress.</param>
    /// <param name="save">Called after each epoch to save <paramref name="state"/>.</param>
    /// <param name="stop">Stops in mid-epoch; that epoch is lost.</param>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
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
        using var targets = Targets(data, options.DistillationWeight);
        using var exam = data.Validation.Votes is null ? null : data.Validation.ByMajority();
        var device = new Device(Devices.Here.Resolve(options.Device));
        using var classWeights = ClassBalance.LossWeights(options, data.Training)?.to(device);
        var precision = options.Precision == PrecisionKind.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var bias = LogitCalibration.Of(options, data.Training).Bias;
        using var prior = tensor(LogitAdjustment.LossPrior(options, data.Training), device: device);
        var clean = options with { RandomErasing = 0, Mixup = 0 };

        for (var epoch = state.History.Count + 1; epoch <= options.Epochs && !ShouldStopEarly(state, options); epoch++)
        {
            // All randomness of an epoch depends on the seed and its number, so a resumed run repeats it.
            manual_seed(unchecked(options.Seed + (epoch * 7919L)));
            using var order = ClassBalance.SampleOrder(options, data.Training); // int64 [n]
            var current = epoch > options.Epochs - options.CleanFinalEpochs ? clean : options;
            var augmentation = new Augmentation(current);
            var clock = Stopwatch.StartNew();
            var (lossSum, correct, seen, rate) = (0.0, 0L, 0, 0.0);

            // Train
            state.Network.train();
            foreach (var layer in state.Frozen)
            {
                layer.eval(); // freezes its batch-norm statistics too
            }

            for (var batch = 0; batch < batches; batch++)
            {
                stop.ThrowIfCancellationRequested();
                using var region = NoGCRegion.Enter(); // TorchSharp frees scalars in finalizers
                using var scope = NewDisposeScope();

                var indices = order.narrow(0, seen, Math.Min(options.BatchSize, data.Training.Count - seen));
                Tensor Batch(Tensor images) => images.index_select(0, indices).to(device);
                var labels = Batch(data.Training.Labels);                           // int64 [b]
                var pixels = Batch(data.Training.Pixels).to(ScalarType.Float32);    // [b, 1, 48, 48]
                var mixed = Mixup.Of(augmentation.Apply(pixels), Batch(targets), current.Mixup);

                var step = ((epoch - 1L) * batches) + batch;
                rate = Schedule.LearningRate(options, step, (long)options.Epochs * batches);
                foreach (var group in state.Optimizer.ParamGroups)
                {
                    group.LearningRate = rate;
                }

                state.Optimizer.zero_grad();
                var logits = state.Network.call(mixed.Pixels.to(precision));        // [b, 7]
                var loss = mixed.Loss(target => functional.cross_entropy(
                    logits + prior, target, classWeights, label_smoothing: options.LabelSmoothing));
                loss.backward();
                state.Optimizer.step();
                Ema.Update(state, options, step);

                var lossValue = loss.item<float>();
                CheckLoss(lossValue, $"epoch {epoch}, batch {batch + 1}", options, state);

                seen += (int)indices.shape[0];
                lossSum += lossValue * indices.shape[0];
                correct += logits.argmax(1).eq(labels).sum().item<long>();
                display.Batch(new BatchProgress(
                    epoch, seen, data.Training.Count,
                    lossSum / seen, (double)correct / seen, seen / clock.Elapsed.TotalSeconds));
            }

            // Validate
            var imagesPerSecond = seen / clock.Elapsed.TotalSeconds;
            var network = state.EvaluationNetwork;
            var validation = Evaluate(network, data.Validation, bias, stop);
            var majority = exam is null ? null : Evaluate(network, exam, bias, stop);
            CheckLoss(validation.Loss, $"epoch {epoch}, validation", options, state);

            // Save
            state.History.Add(new EpochRecord(
                epoch, lossSum / seen, (double)correct / seen, validation.Loss, validation.Accuracy,
                rate, clock.Elapsed.TotalSeconds, imagesPerSecond, majority?.Accuracy, (majority ?? validation).Recalls));
            var isBest = state.Best!.Epoch == epoch;
            if (isBest)
            {
                state.BestWeights = Bytes(state.EvaluationNetwork);
                state.BestCalibration = LogitCalibration.Fit(state.EvaluationNetwork, data, options);
                state.BestScores = ScoresOf(state.EvaluationNetwork, data.Validation, exam, state.BestCalibration.Bias);
            }

            save();
            display.Epoch(state.History[^1], isBest);
        }
    }

    /// <summary>Evaluates by the labels. Leaves the network in evaluation mode.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static ValidationResult Evaluate(
        Module<Tensor, Tensor> network, LabelledImages images, float[]? bias = null, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var logits = Logits(network, images, bias, stop);
        using var region = NoGCRegion.Enter();
        var loss = functional.cross_entropy(logits, images.Labels).item<float>();
        var predicted = logits.argmax(1);
        return new ValidationResult(
            loss, predicted.eq(images.Labels).sum().item<long>() / (double)images.Count,
            ClassRecalls.Of(predicted, images.Labels));
    }

    /// <summary>The logits plus a bias per class, float [n, 7] on the CPU. Leaves the network in evaluation mode.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static Tensor Logits(
        Module<Tensor, Tensor> network, LabelledImages images, float[]? bias = null, CancellationToken stop = default)
    {
        var device = network.parameters().FirstOrDefault()?.device ?? CPU;
        network.eval();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        using var constant = tensor(bias ?? new float[Emotions.Count]);
        var parts = Enumerable.Range(0, (images.Count + EvaluationBatchSize - 1) / EvaluationBatchSize).Select(part =>
        {
            stop.ThrowIfCancellationRequested();
            using var region = NoGCRegion.Enter();
            var first = part * EvaluationBatchSize;
            var count = Math.Min(EvaluationBatchSize, images.Count - first);
            return network.call(images.Pixels.narrow(0, first, count).to(ScalarType.Float32).to(device)).cpu();
        });
        return (cat([.. parts], 0) + constant).MoveToOuterDisposeScope();
    }

    private static Scores ScoresOf(
        Module<Tensor, Tensor> network, LabelledImages images, LabelledImages? exam, float[] bias) => new(
            Evaluate(network, images, bias).Accuracy,
            exam is null ? null : Evaluate(network, exam, bias).Accuracy);

    // int64 [n]; or float [n, 7], votes or labels, blended with the teachers' soft targets (Hinton, Vinyals and Dean 2015).
    private static Tensor Targets(Dataset data, double weight)
    {
        using var region = NoGCRegion.Enter();
        return (data.SoftTargets, data.Training.Votes) switch
        {
            (null, null) => data.Training.Labels.alias(),
            (null, _) => data.Training.Targets(),
            var (softTargets, _) => data.Training.Targets().lerp(softTargets, weight),
        };
    }

    private static bool ShouldStopEarly(TrainingState state, TrainingOptions options) =>
        options.Patience > 0 && state.Best is { } best && state.History.Count - best.Epoch >= options.Patience;

    private static void CheckLoss(double loss, string where, TrainingOptions options, TrainingState state)
    {
        if (!double.IsFinite(loss))
        {
            throw new TrainingException(
                $"{where}: found the loss {loss}, expected a finite number. "
                + $"Try a --learning-rate below {options.LearningRate}; "
                + (state.History.Count > 0 ? $"the last checkpoint is of epoch {state.History.Count}."
                    : "there is no checkpoint yet."));
        }
    }

    private static byte[] Bytes(Module network)
    {
        using var stream = new MemoryStream();
        network.save(stream);
        return stream.ToArray();
    }
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Creates the network and its optimizer, with random or pretrained weights.</summary>
public static class InitialiseStage
{
    private const double FineTuningDivisor = 10; // the rate of a full run would destroy the pretrained weights first

    /// <summary>Checks that the options make sense together.</summary>
    /// <exception cref="TrainingException">
    /// Options for fine-tuning without pretrained weights, a precision that the network does not have, or a device that the
    /// machine does not have.
    /// </exception>
    public static void Validate(RunRequest request)
    {
        if (request is { From: null, Options: { Freeze: > 0 } or { ResetHead: true } })
        {
            throw new TrainingException(
                "--freeze and --reset-head need pretrained weights, found no --from. Pass a run with --from.");
        }

        Devices.Here.Resolve(request.Options.Device);
        if (request.Options is { Precision: PrecisionKind.Bf16, Network: not "wide" and var network })
        {
            throw new TrainingException(
                $"--precision: found Bf16 with the network {network}, expected wide, the only one that computes in it. "
                + "Use Fp32.");
        }
    }

    /// <summary>Fewer epochs for synthetic faces, and a lower learning rate for fine-tuning.</summary>
    /// <param name="request">The run's configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="given">Flags on the command line; they are left alone.</param>
    public static RunRequest AdaptOptions(RunRequest request, Dataset data, IReadOnlyCollection<string> given)
    {
        var options = request.Options;
        var keepsRate = given.Contains("--learning-rate");
        if (data.IsSynthetic)
        {
            options = options with
            {
                Epochs = given.Contains("--epochs") ? options.Epochs : SyntheticFaces.Epochs,
                LearningRate = keepsRate || options.Optimizer == OptimizerKind.Sgd
                    ? options.LearningRate : SyntheticFaces.LearningRate,
            };
        }

        if (request.From is not null && !keepsRate)
        {
            options = options with { LearningRate = options.LearningRate / FineTuningDivisor };
        }

        return request with { Options = options };
    }

    /// <summary>The precision that this machine is fast in; says so if it is not the one asked for.</summary>
    public static RunRequest AdaptPrecision(RunRequest request, IAnsiConsole console)
    {
        var (kind, device) = (request.Options.Precision, Devices.Here.Resolve(request.Options.Device));
        if (MixedPrecision.Here.Describe(kind, device) is { } difference)
        {
            console.MarkupLineInterpolated($"{difference}");
        }

        return request with { Options = request.Options with { Precision = MixedPrecision.Here.Resolve(kind, device) } };
    }

    /// <summary>The state before the first epoch.</summary>
    /// <exception cref="TrainingException">The pretrained weights cannot be used.</exception>
    public static TrainingState Run(RunRequest request, Dataset data, IAnsiConsole console)
    {
        var (options, state) = (request.Options, new TrainingState(request.Options, data.Fingerprint));
        if (request.From is not { } path)
        {
            return state;
        }

        var pretrained = PretrainedWeights.Open(path);
        pretrained.LoadInto(state, options.ResetHead);
        var layers = Layers.Of(state.Network).Select(layer => layer.Name).ToList();
        var loaded = layers.SkipLast(options.ResetHead ? 1 : 0);
        var best = pretrained.Best.Epoch;
        var origin = $"epoch {best.Epoch} of {path} ({best.ValidationAccuracy:p1} on its validation images)";
        console.MarkupLineInterpolated($"loaded [bold]{string.Join(", ", loaded)}[/] from {origin}");
        if (options.ResetHead)
        {
            console.MarkupLineInterpolated($"reset: [bold]{layers[^1]}[/]");
        }

        if (options.Freeze > 0)
        {
            console.MarkupLineInterpolated($"frozen: [bold]{string.Join(", ", layers.Take(options.Freeze))}[/]");
        }

        var before = Trainer.Evaluate(
            state.EvaluationNetwork, data.Validation, LogitCalibration.Of(options).Bias).Accuracy;
        var (name, rate) = (data.ValidationName, options.LearningRate);
        console.MarkupLineInterpolated(
            $"before fine-tuning: {before:p1} accuracy on {name}; learning rate {rate:g3}");
        return state;
    }
}

using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>The state of a run: everything in a checkpoint.</summary>
public sealed class TrainingState : IDisposable
{
    /// <summary>A run before its first epoch, with random weights from the seed.</summary>
    public TrainingState(TrainingOptions options, DatasetFingerprint data)
    {
        manual_seed(options.Seed);
        Data = data;
        NetworkName = options.Network;
        BestCalibration = LogitCalibration.Of(options);
        Network = Networks.Network.Create(options.Network);
        Frozen = Freeze(Network, options);
        var device = new Device(Devices.Here.Resolve(options.Device));
        Network.to(device);
        Optimizer = CreateOptimizer(Network, options);
        if (options.EmaDecay > 0)
        {
            EmaNetwork = Networks.Network.Create(options.Network);
            EmaNetwork.to(device);
            EmaNetwork.load_state_dict(Network.state_dict());
        }
    }

    /// <summary>Fingerprint of the training data.</summary>
    public DatasetFingerprint Data { get; }

    /// <summary>The network's name.</summary>
    public string NetworkName { get; }

    /// <summary>The network that is trained.</summary>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>The frozen layers.</summary>
    public IReadOnlyList<Module> Frozen { get; }

    /// <summary>The optimizer.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>The exponential moving average of the weights and batch-norm statistics; null if off.</summary>
    public Module<Tensor, Tensor>? EmaNetwork { get; }

    /// <summary>The network that is evaluated and exported: the moving average, if there is one.</summary>
    public Module<Tensor, Tensor> EvaluationNetwork => EmaNetwork ?? Network;

    /// <summary>One entry per completed epoch.</summary>
    public List<EpochRecord> History { get; set; } = [];

    /// <summary>Weights of the best epoch in the format of Module.save; empty before the first epoch.</summary>
    public byte[] BestWeights { get; set; } = [];

    /// <summary>Logit bias and temperature of the best epoch.</summary>
    public LogitCalibration BestCalibration { get; set; }

    /// <summary>Of the best epoch as it is exported; null before the first epoch.</summary>
    public Scores? BestScores { get; set; }

    /// <summary>The first epoch with the highest validation accuracy; null before the first epoch.</summary>
    public EpochRecord? Best => History.MaxBy(epoch => epoch.Score());

    /// <summary>Loads pretrained weights before the first epoch.</summary>
    /// <param name="weights">Of a network of the same name, in the format of Module.save.</param>
    /// <param name="resetHead">Keep the random weights of the last layer.</param>
    /// <exception cref="ArgumentException">They do not fit the network.</exception>
    public void LoadPretrained(byte[] weights, bool resetHead)
    {
        using var pretrained = Networks.Network.Create(NetworkName);
        pretrained.load(new MemoryStream(weights));
        using var noGradients = no_grad();
        foreach (var (own, other) in Layers.Of(Network).Zip(Layers.Of(pretrained)).SkipLast(resetHead ? 1 : 0))
        {
            own.Layer.load_state_dict(other.Layer.state_dict());
        }

        EmaNetwork?.load_state_dict(Network.state_dict());
    }

    /// <summary>A new network with the best epoch's weights, in evaluation mode. Needs at least one epoch.</summary>
    public Module<Tensor, Tensor> CreateBest()
    {
        var best = Networks.Network.Create(NetworkName);
        best.load(new MemoryStream(BestWeights));
        best.eval();
        return best;
    }

    /// <summary>Checks that a run is resumed with its own data.</summary>
    /// <exception cref="TrainingException">The rows differ.</exception>
    public void CheckData(Dataset data)
    {
        if (Data != data.Fingerprint)
        {
            throw new TrainingException(
                $"{data.Source}: found {data.Rows:n0} rows with the hash {data.Sha256[..12]}…, expected the run's "
                + $"{Data.Rows:n0} rows with the hash {Data.Sha256[..12]}…. Pass the original file with --data.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Optimizer.Dispose();
        EmaNetwork?.Dispose();
    }

    private static List<Module> Freeze(Module network, TrainingOptions options)
    {
        var layers = Layers.Of(network);
        if (options.Freeze >= layers.Count)
        {
            throw new TrainingException(
                $"--freeze: found {options.Freeze}, expected at most {layers.Count - 1}: {options.Network} has the "
                + $"layers {string.Join(", ", layers.Select(layer => layer.Name))}, and at least one must be trained.");
        }

        var frozen = layers.Take(options.Freeze).Select(layer => layer.Layer).ToList();
        foreach (var parameter in frozen.SelectMany(layer => layer.parameters()))
        {
            parameter.requires_grad = false;
        }

        return frozen;
    }

    private static OptimizerHelper CreateOptimizer(Module network, TrainingOptions options)
    {
        var trainable = network.parameters().Where(parameter => parameter.requires_grad).ToList();
        return options.Optimizer switch
        {
            OptimizerKind.Adam =>
                optim.Adam(trainable, options.LearningRate, weight_decay: options.WeightDecay),
            OptimizerKind.AdamW =>
                optim.AdamW(trainable, options.LearningRate, weight_decay: options.WeightDecay),
            _ => optim.SGD(
                trainable, options.LearningRate, options.Momentum, weight_decay: options.WeightDecay, nesterov: true),
        };
    }
}

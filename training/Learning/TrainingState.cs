using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>What a run has come to: all that a checkpoint holds.</summary>
public sealed class TrainingState : IDisposable
{
    /// <summary>A run before its first epoch, with weights from the seed.</summary>
    public TrainingState(TrainingOptions options, DatasetFingerprint data)
    {
        manual_seed(options.Seed);
        Data = data;
        NetworkName = options.Network;
        Network = Networks.Network.Create(options.Network);
        Frozen = Freeze(Network, options);
        Optimizer = CreateOptimizer(Network, options);
        if (options.EmaDecay > 0)
        {
            EmaNetwork = Networks.Network.Create(options.Network);
            EmaNetwork.load_state_dict(Network.state_dict());
        }
    }

    /// <summary>The data that it learns from.</summary>
    public DatasetFingerprint Data { get; }

    /// <summary>The network's name.</summary>
    public string NetworkName { get; }

    /// <summary>The network whose weights follow the gradient.</summary>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>The first layers, if they are not to learn.</summary>
    public IReadOnlyList<Module> Frozen { get; }

    /// <summary>The optimizer with its moments.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>The moving average of the weights and of the batch norms' statistics; null where it is off.</summary>
    public Module<Tensor, Tensor>? EmaNetwork { get; }

    /// <summary>The network that is judged and kept.</summary>
    public Module<Tensor, Tensor> EvaluationNetwork => EmaNetwork ?? Network;

    /// <summary>One entry for each epoch so far.</summary>
    public List<EpochRecord> History { get; set; } = [];

    /// <summary>The judged weights after the best epoch, as the module saved them; empty before the first.</summary>
    public byte[] BestWeights { get; set; } = [];

    /// <summary>What the best epoch's logits are to be divided by before the softmax.</summary>
    public double BestTemperature { get; set; } = 1;

    /// <summary>The epoch of the highest validation accuracy, the first of equals; null before the first.</summary>
    public EpochRecord? Best => History.MaxBy(epoch => epoch.ValidationAccuracy);

    /// <summary>Begins with what a network of the same name has learnt; before the first epoch.</summary>
    /// <param name="weights">As a module saved them.</param>
    /// <param name="resetHead">Leave the last layer as it is.</param>
    /// <exception cref="ArgumentException">They are another network's.</exception>
    public void LoadPretrained(byte[] weights, bool resetHead)
    {
        using var earlier = Networks.Network.Create(NetworkName);
        earlier.load(new MemoryStream(weights));
        using var noGradients = no_grad();
        foreach (var (mine, theirs) in Layers.Of(Network).Zip(Layers.Of(earlier)).SkipLast(resetHead ? 1 : 0))
        {
            mine.Layer.load_state_dict(theirs.Layer.state_dict());
        }

        EmaNetwork?.load_state_dict(Network.state_dict());
    }

    /// <summary>A new network with the best epoch's weights, in evaluation mode; after one epoch or more.</summary>
    public Module<Tensor, Tensor> CreateBest()
    {
        var best = Networks.Network.Create(NetworkName);
        best.load(new MemoryStream(BestWeights));
        best.eval();
        return best;
    }

    /// <summary>Makes sure that a run goes on with what it began with.</summary>
    /// <exception cref="TrainingException">These are other rows.</exception>
    public void CheckData(Dataset data)
    {
        if (Data != data.Fingerprint)
        {
            throw new TrainingException(
                $"{data.Source}: found {data.Rows:n0} rows with the hash {data.Sha256[..12]}…, expected the "
                + $"{Data.Rows:n0} rows with {Data.Sha256[..12]}… that the run began with. Name their file with --data.");
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
                $"--freeze: found {options.Freeze}, expected at most {layers.Count - 1}: {options.Network} has the layers "
                + $"{string.Join(", ", layers.Select(layer => layer.Name))}, and one at least must learn.");
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
        var learning = network.parameters().Where(parameter => parameter.requires_grad).ToList();
        return options.Optimizer switch
        {
            OptimizerKind.Adam =>
                optim.Adam(learning, options.LearningRate, weight_decay: options.WeightDecay),
            OptimizerKind.AdamW =>
                optim.AdamW(learning, options.LearningRate, weight_decay: options.WeightDecay),
            _ => optim.SGD(
                learning, options.LearningRate, options.Momentum, weight_decay: options.WeightDecay, nesterov: true),
        };
    }
}

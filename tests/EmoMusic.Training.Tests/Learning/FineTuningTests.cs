using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Tests.Learning;

/// <summary>Loading pretrained weights and freezing layers.</summary>
public sealed class FineTuningTests : IDisposable
{
    private static readonly TrainingOptions Compact = TrainingOptions.For("compact") with { Epochs = 1, Threads = 1 };

    private readonly Dataset data = Samples.FewFaces();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Frozen_layers_keep_their_weights_and_the_statistics_of_their_batch_norms()
    {
        using var state = new TrainingState(Compact with { Freeze = 2 }, data.Fingerprint);
        var (before, beforeOfEma) = (Values(state.Network), Values(state.EmaNetwork!));

        Trainer.Train(state, Compact, data, new NoDisplay(), save: () => { }, CancellationToken.None);

        string[] frozen = ["body.conv1.", "body.conv2."];
        var changed = Changed(before, Values(state.Network));
        Assert.Equal(before.Keys.Where(name => !frozen.Any(name.StartsWith)), changed);
        Assert.DoesNotContain(Changed(beforeOfEma, Values(state.EmaNetwork!)), name => frozen.Any(name.StartsWith));
    }

    [Fact]
    public void Pretrained_weights_are_loaded_except_for_a_reset_head_and_into_the_average_too()
    {
        using var pretrained = new TrainingState(Compact with { Seed = 1 }, data.Fingerprint);
        Trainer.Train(pretrained, Compact, data, new NoDisplay(), save: () => { }, CancellationToken.None);
        using var state = new TrainingState(Compact with { Seed = 2 }, data.Fingerprint);
        using var best = pretrained.CreateBest();

        state.LoadPretrained(pretrained.BestWeights, resetHead: true);

        Assert.Equal(["body.logits.weight", "body.logits.bias"], Changed(Values(best), Values(state.Network)));
        Assert.Empty(Changed(Values(state.Network), Values(state.EmaNetwork!)));

        state.LoadPretrained(pretrained.BestWeights, resetHead: false);

        Assert.Empty(Changed(Values(best), Values(state.EmaNetwork!)));
    }

    // Weights and batch-norm statistics by name.
    private static Dictionary<string, byte[]> Values(TorchSharp.torch.nn.Module network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());

    private static IEnumerable<string> Changed(Dictionary<string, byte[]> before, Dictionary<string, byte[]> after) =>
        before.Keys.Where(name => !before[name].AsSpan().SequenceEqual(after[name]));
}

using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Pipeline;

public sealed class DisplayTests : IDisposable
{
    private static readonly EpochRecord First = new(1, 1.745, 0.29, 1.636, 0.365, 1e-4, 204, 144);
    private readonly TestConsole console = new() { Profile = { Width = 120 } };

    public void Dispose() => console.Dispose();

    [Fact]
    public void Without_a_terminal_each_epoch_is_a_line_with_the_time_left()
    {
        var display = new LineDisplay(console, epochs: 50);

        display.Batch(new BatchProgress(1, 64, 28709, 1.9, 0.2, 150));
        display.Epoch(First, isBest: true);

        Assert.Equal(
            "epoch   1/50  train 1.745 29.0 %  validation 1.636 36.5 % *  144 images/s  204 s  2 h 46 min left\n",
            console.Output);
    }

    [Fact]
    public void On_a_terminal_bars_show_epoch_batch_speed_loss_accuracy_and_time_left()
    {
        console.Interactive();
        console.EmitAnsiSequences();

        TerminalDisplay.Show(console, epochs: 50, before: 0, display =>
        {
            display.Batch(new BatchProgress(1, 64, 28709, 1.9, 0.2, 150));
            display.Epoch(First, isBest: true);
            display.Batch(new BatchProgress(2, 28709, 28709, 1.6, 0.38, 143));
        });

        Assert.Contains("epoch 1 of 50", console.Output, StringComparison.Ordinal);
        Assert.Contains(
            "64 of 28,709 images  150 images/s  loss 1.900  accuracy 20.0 %", console.Output, StringComparison.Ordinal);
        Assert.Contains("epoch   1/50  train 1.745", console.Output, StringComparison.Ordinal);
        Assert.Contains("36.5 %", console.Output, StringComparison.Ordinal);
        Assert.Contains("28,709 of 28,709 images", console.Output, StringComparison.Ordinal);
        Assert.Contains("2 h 43 min", console.Output, StringComparison.Ordinal);
        Assert.Contains("(epoch 1)", console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(3600, "1 h 00 min")]
    [InlineData(100_000, "27 h 46 min")]
    public void A_duration_has_its_two_largest_units(int seconds, string text) =>
        Assert.Equal(text, LineDisplay.Readable(TimeSpan.FromSeconds(seconds)));
}

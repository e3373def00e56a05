using System.Diagnostics;
using System.Runtime;
using static TorchSharp.torch;

namespace TorchSharpToOnnx.Tests;

public sealed class NoGCRegionTests
{
    [Fact]
    public void Arithmetic_with_numbers_stays_right_while_another_thread_allocates()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var allocations = 0L;
        var allocating = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.KeepAlive(new byte[10_000]);
                if (++allocations % 100 == 0)
                {
                    Thread.Sleep(1); // about what a server or a notebook kernel allocates beside the training
                }
            }
        })
        {
            IsBackground = true,
        };
        using var x = arange(1000, ScalarType.Float32);
        const float Expected = ((999f * 1000 / 2 * 8) + (4 * 1000)) / 4 - (3 * 1000);
        allocating.Start();
        var rounds = 0;
        while (!stop.IsCancellationRequested)
        {
            using var region = NoGCRegion.Enter();
            for (var i = 0; i < 20; i++)
            {
                using var scope = NewDisposeScope();
                Assert.Equal(Expected, (((x * 8) + 4) / 4 - 3).sum().item<float>(), 1f);
            }

            rounds += 20;
        }

        allocating.Join();
        Assert.True(rounds > 100, $"{rounds} rounds");
    }

    [Fact]
    public void Regions_nest_and_the_outermost_ends_them()
    {
        using (NoGCRegion.Enter())
        {
            using (NoGCRegion.Enter())
            {
                Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
            }

            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        }

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void Too_many_allocations_end_the_region_without_an_error()
    {
        using (NoGCRegion.Enter())
        {
            for (var i = 0; i < 30; i++)
            {
                GC.KeepAlive(new byte[NoGCRegion.Size / 10]);
            }
        }

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }
}

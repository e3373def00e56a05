using System.Net;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>Work waits for a core, but not for long.</summary>
public sealed class CpuLimiterTests
{
    [Fact]
    public async Task Work_that_would_wait_for_longer_than_a_second_is_refused()
    {
        using var limiter = new CpuLimiter();
        for (var i = 0; i < 20; i++) // so that it knows how long they take
        {
            await limiter.RunAsync("a client", Work, default);
        }

        var tasks = Enumerable.Range(0, 20 * Environment.ProcessorCount)
            .Select(_ => Task.Run(() => limiter.RunAsync("a client", Work, default))).ToList();
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(Timeout.Infinite));
        var refused = tasks.Count(task => task.Exception?.InnerException is OverloadException);

        Assert.InRange(refused, 1, tasks.Count - (4 * Environment.ProcessorCount)); // a second's work is done
        Assert.All(tasks.Where(task => task.IsFaulted), task => Assert.IsType<OverloadException>(task.Exception!.InnerException));
        Assert.False(limiter.IsOverloaded("a client"));

    }

    [Fact]
    public async Task A_client_with_much_work_leaves_others_their_share()
    {
        using var limiter = new CpuLimiter();
        var greedy = Enumerable.Range(0, 20 * Environment.ProcessorCount)
            .Select(_ => Task.Run(() => limiter.RunAsync("greedy", Work, default))).ToList();
        await Task.Delay(100);

        Assert.Equal(0, await limiter.RunAsync("modest", Work, default));

        Assert.Contains(greedy, task => !task.IsCompleted);
        await Task.WhenAny(Task.WhenAll(greedy), Task.Delay(Timeout.Infinite));
    }

    private static int Work()
    {
        Thread.Sleep(150);
        return 0;
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2::9", "20010DB800010002")]
    [InlineData(null, "")]
    public void A_client_is_an_address_or_an_ipv6_network(string? address, string client) =>
        Assert.Equal(client, ClientAddress.Of(address is null ? null : IPAddress.Parse(address)));
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Tests.Web;

public sealed class ShutdownTests
{
    [Fact]
    public async Task What_has_begun_may_take_as_long_as_the_configuration_says()
    {
        await using var service = await TestServer.StartAsync("--ShutdownTimeoutSeconds", "650");

        Assert.Equal(TimeSpan.FromSeconds(650), service.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Fact]
    public async Task While_it_ends_it_answers_says_that_it_is_not_ready_and_closes_connections()
    {
        await using var service = await TestServer.StartAsync("--ShutdownDrainSeconds", "2");
        using var before = await service.Http.GetAsync("api/model");

        var stop = service.StopAsync();
        using var during = await service.Http.GetAsync("api/model");
        var isReady = await service.IsReadyAsync();
        await stop;

        Assert.Equal((HttpStatusCode.OK, null), (before.StatusCode, before.Headers.ConnectionClose));
        Assert.Equal((HttpStatusCode.OK, true), (during.StatusCode, during.Headers.ConnectionClose));
        Assert.False(isReady);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.Http.GetAsync("api/model"));
    }

    [Fact]
    public void A_drain_that_is_no_number_is_a_sentence() => Assert.Equal(
        "ShutdownDrainSeconds: found 'five', expected a number of seconds from 0 to 3600.",
        Assert.Throws<StartupException>(() => Program.Create(
            ["--urls", "http://127.0.0.1:0", "--ShutdownDrainSeconds", "five"], Repository.At("serving"))).Message);
}

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
}

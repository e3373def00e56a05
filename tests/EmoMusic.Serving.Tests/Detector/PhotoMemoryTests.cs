using System.Globalization;
using System.Net;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>Small files of many pixels need little memory.</summary>
public sealed class PhotoMemoryTests
{
    private const long MaxMegabytes = 270; // one of them and its copy; six would need 900
    private const long MaxMegabytesAfterwards = 50;

    [Theory]
    [InlineData(8, false)]
    [InlineData(16, false)]
    [InlineData(8, true)]
    public async Task Six_photos_of_forty_megapixels_at_once_need_little_memory(int bits, bool interlaced)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "peak memory is read from /proc");
        var photo = OversizedPng.Png(8000, 5000, 5000, bits, interlaced);
        await using var server = await ServerProcess.StartAsync(["--roles", "detector", "--Player:BaseUrl", "http://127.0.0.1:9"],
            new Dictionary<string, string?>());
        using (var first = await server.Http.PostAsync("api/emotions", new ByteArrayContent(Some.Picture())))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        var before = Megabytes(server.Id, "VmRSS");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => server.Http.PostAsync("api/emotions", new ByteArrayContent(photo))));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers, answer => Assert.Contains(
            answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        var more = Megabytes(server.Id, "VmHWM") - before;
        Assert.True(more < MaxMegabytes, $"{more} MB more than the {before} MB before");
        await Eventually.TrueAsync(() => Megabytes(server.Id, "VmRSS") < before + MaxMegabytesAfterwards);
    }

    private static long Megabytes(int process, string field) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
}

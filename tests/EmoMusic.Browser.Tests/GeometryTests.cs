namespace EmoMusic.Browser.Tests;

/// <summary>Where a face's box lies over the picture: wwwroot/js/face/geometry.js.</summary>
public sealed class GeometryTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("cover", false, "100,0,100,100")] // 400×200 in 200×200: 100 is cut off on either side
    [InlineData("cover", true, "0,0,100,100")]
    [InlineData("contain", false, "100,50,50,50")] // 50 is left free above and below
    [InlineData("contain", true, "50,50,50,50")]
    public async Task Boxes_are_mapped_to_the_stage(string fit, bool mirrored, string expected)
    {
        var page = await fixture.ScratchPageAsync();
        var place = await page.EvaluateAsync<string>(
            """
            async ([fit, mirrored]) => {
              const { pictureToStage } = await import('/js/face/geometry.js');
              const box = pictureToStage({ x: 200, y: 0, width: 100, height: 100 },
                { width: 400, height: 200 }, { width: 200, height: 200 }, { fit, mirrored });
              return [box.x, box.y, box.width, box.height].join();
            }
            """,
            new object[] { fit, mirrored });
        Assert.Equal(expected, place);
    }

    [Theory]
    [InlineData("cover", false)]
    [InlineData("cover", true)]
    [InlineData("contain", true)]
    public async Task The_mapping_is_invertible(string fit, bool mirrored)
    {
        var page = await fixture.ScratchPageAsync();
        var box = await page.EvaluateAsync<string>(
            """
            async ([fit, mirrored]) => {
              const { pictureToStage, stageToPicture } = await import('/js/face/geometry.js');
              const [picture, stage] = [{ width: 640, height: 480 }, { width: 519, height: 360 }];
              const how = { fit, mirrored };
              const box = stageToPicture(pictureToStage(
                { x: 200, y: 120, width: 90, height: 110 }, picture, stage, how), picture, stage, how);
              return [box.x, box.y, box.width, box.height].join();
            }
            """,
            new object[] { fit, mirrored });
        Assert.Equal("200,120,90,110", box);
    }
}

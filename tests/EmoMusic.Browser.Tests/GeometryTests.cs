namespace EmoMusic.Browser.Tests;

/// <summary>Mapping boxes between picture and stage: wwwroot/js/face/geometry.js.</summary>
public sealed class GeometryTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("cover", false, "100,0,100,100")] // 400×200 in 200×200: 100 is cropped on either side
    [InlineData("cover", true, "0,0,100,100")]
    [InlineData("contain", false, "100,50,50,50")] // a margin of 50 above and below
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
}

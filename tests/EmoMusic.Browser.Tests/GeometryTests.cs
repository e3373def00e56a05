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

    [Theory]
    [InlineData(80, 50, 40, 40, "60,24")] // above
    [InlineData(80, 10, 40, 40, "60,56")] // below: no room above
    [InlineData(0, 50, 40, 40, "0,24")] // at the edge
    [InlineData(150, 50, 50, 40, "120,96")] // below: a button above
    [InlineData(20, 5, 160, 190, "60,11")] // inside: no room anywhere
    public async Task A_label_covers_neither_its_face_nor_a_button(int x, int y, int width, int height, string expected)
    {
        var page = await fixture.ScratchPageAsync();
        var place = await page.EvaluateAsync<string>(
            """
            async ([x, y, width, height]) => {
              const { labelPlace } = await import('/js/face/geometry.js');
              const button = { x: 160, y: 0, width: 40, height: 40 };
              const place = labelPlace({ x, y, width, height }, { width: 80, height: 20 }, { width: 200, height: 200 }, [button]);
              return [place.x, place.y].join();
            }
            """,
            new object[] { x, y, width, height });
        Assert.Equal(expected, place);
    }
}

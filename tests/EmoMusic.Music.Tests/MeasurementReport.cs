namespace EmoMusic.Music.Tests;

/// <summary>Prints what was measured; its output is the table to read beside one's ears.</summary>
public sealed class MeasurementReport(ITestOutputHelper output)
{
    [Fact]
    public void Measurements_of_every_track()
    {
        output.WriteLine("emotion | title | bpm, heard | key, heard | LUFS | dBTP | s | KB | Hz | drive");
        foreach (var track in DemoTrack.All)
        {
            var keys = string.Join(" ", track.HeardKeys.Take(2).Select(key => $"{key.Name} {key.Likeness:f2}"));
            output.WriteLine(
                $"{track.Emotion,-8} | {track.Tags["title"],-23} | {track.Bpm,3} {track.HeardTempo,5:f1} | "
                + $"{track.Key,-3} {keys,-16} | {track.Loudness,5:f1} | {track.TruePeak,4:f1} | "
                + $"{track.Seconds,4:f1} | {new FileInfo(track.File).Length / 1024} | "
                + $"{track.Centroid,4:f0} | {track.Drive:f1}");
        }

        Assert.Equal(21, DemoTrack.All.Length);
    }
}

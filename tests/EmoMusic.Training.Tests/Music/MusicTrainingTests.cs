using EmoMusic.Training.Data;
using EmoMusic.Training.Music;
using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Training.Tests.Music;

public sealed class MusicTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_features_tell_is_learnt_and_the_rest_is_not()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 100).Select(i =>
        {
            var (mode, tempo, noise) = (Normal(random), Normal(random), Normal(random));
            return new MusicRow($"{i}", [mode, 100 + (20 * tempo), noise], Math.Sign(mode), i % 2 == 0 ? 1 : -1);
        });
        var data = new MusicRows(["mode", "tempo", "noise"], [.. rows]);

        var (valence, arousal, error) = MusicTraining.CrossValidate(new MusicPieces(data, [], []));

        Assert.InRange(valence.Balanced, 0.9, 1);
        Assert.InRange(arousal.Balanced, 0.3, 0.7);
        Assert.InRange(error, 0.6, 1.1);
    }

    [Fact]
    public void The_file_gives_places_and_is_less_certain_far_from_the_training_pieces()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 100).Select(i =>
        {
            var (mode, tempo) = (Normal(random), Normal(random));
            return new MusicRow($"{i}", [mode, tempo], Math.Sign(mode), Math.Sign(tempo));
        });

        MusicTraining.Export(folder["music.onnx"], new MusicPieces(new MusicRows(["mode", "onsetRate"], [.. rows]), [], []), 0.5, []);

        using var session = new InferenceSession(folder["music.onnx"]);
        Assert.Equal("mode,onsetRate", session.ModelMetadata.CustomMetadataMap["features"]);
        var (happy, far) = (Place(1, 1), Place(50, -50));
        Assert.InRange(happy[0], 0.3, 1);
        Assert.InRange(happy[1], 0.3, 1);
        Assert.InRange(Place(1, -1)[1], -1, -0.3);
        Assert.InRange(happy[2], 0.5, 0.6);
        Assert.InRange(far[2], happy[2] + 0.01, 1);
        Assert.All(far[..2], value => Assert.InRange(value, -1, 1));

        float[] Place(float mode, float tempo)
        {
            using var input = OrtValue.CreateTensorValueFromMemory<float>([mode, tempo], [1, 2]);
            using var run = new RunOptions();
            using var results = session.Run(run, ["features"], [input], ["place"]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    [Fact]
    public void Lines_are_joined_with_labels_by_name()
    {
        Write(folder["features.jsonl"], ["/music/a.wav", "b.mp3", "c.mp3", "d.mp3"]);
        File.AppendAllText(folder["features.jsonl"], """{"file":"broken.mp3","error":"found silence"}""" + "\n");
        File.WriteAllText(folder["labels.csv"], "file,valence,arousal\na.mid,1,-0.5\nb.mid,-1,1\nc, with commas.mid,0,0\nc.mid,0,1\n");

        var data = MusicRows.Read(folder["features.jsonl"], folder["labels.csv"]);

        Assert.Equal(["mode"], data.Names);
        Assert.Equal(["a", "b", "c"], data.Rows.Select(row => row.File));
        Assert.Equal((1, -0.5), (data.Rows[0].Valence, data.Rows[0].Arousal));
    }

    [Theory]
    [InlineData("file,valence,arousal\na.mid,0,5\n", "labels.csv, line 2: expected file, valence, arousal with numbers from -1 to 1. Fix the line.")]
    [InlineData("file,valence,arousal\na.mid,sad\n", "labels.csv, line 2: expected file, valence, arousal with numbers from -1 to 1. Fix the line.")]
    public void Bad_labels_are_named(string labels, string expected)
    {
        Write(folder["features.jsonl"], ["a.mp3"]);
        File.WriteAllText(folder["labels.csv"], labels);

        var error = Assert.Throws<DatasetException>(() => MusicRows.Read(folder["features.jsonl"], folder["labels.csv"]));

        Assert.Equal(expected, error.Message);
    }

    [Theory]
    [InlineData("[1]", "found no JSON with a file (no file), expected a line of `dotnet run --project serving -- analyse --json`.")]
    [InlineData("{\"file\":7}", "found no JSON with a file (no file), expected a line of `dotnet run --project serving -- analyse --json`.")]
    [InlineData("{\"file\":\"a.mp3\",\"features\":{\"mode\":null}}", "found null as mode, expected a number. Analyse the file again.")]
    [InlineData("{\"file\":\"a.mp3\",\"features\":{\"mode\":\"NaN\"}}", "found \"NaN\" as mode, expected a number. Analyse the file again.")]
    [InlineData("{\"file\":\"a.mp3\",\"features\":{\"mode\":1e999}}", "found 1e999 as mode, expected a number. Analyse the file again.")]
    public void Bad_features_are_named(string line, string expected)
    {
        File.WriteAllText(folder["features.jsonl"], line + "\n");
        File.WriteAllText(folder["labels.csv"], "file,valence,arousal\na.mid,1,1\n");

        var error = Assert.Throws<DatasetException>(() => MusicRows.Read(folder["features.jsonl"], folder["labels.csv"]));

        Assert.Equal($"features.jsonl, line 1: {expected}", error.Message);
    }

    [Fact]
    public void Too_few_pieces_are_refused()
    {
        Write(folder["features.jsonl"], ["a.mp3", "b.mp3"]);
        File.WriteAllText(folder["labels.csv"], "file,valence,arousal\nx.mid,1,1\n");

        var error = Assert.Throws<DatasetException>(() => MusicRows.Read(folder["features.jsonl"], folder["labels.csv"]));

        Assert.Equal($"{folder["features.jsonl"]}: found 0 pieces with a label in {folder["labels.csv"]}, expected more than 2. "
            + "The names in both files must match, whatever their folder and ending.", error.Message);
    }

    [Fact]
    public void Composed_pieces_count_less_than_those_that_people_heard()
    {
        var random = new Random(1);
        var heard = Enumerable.Range(0, 60).Select(i => Normal(random)).Select(x => new MusicRow("", [x], Math.Sign(x), Math.Sign(x))).ToList();
        var composed = Enumerable.Range(0, 300).Select(i => Normal(random)).Select(x => new MusicRow("", [x], -Math.Sign(x), -Math.Sign(x))).ToList();

        var (valence, arousal, _) = MusicTraining.CrossValidate(new MusicPieces(new MusicRows(["mode"], heard), [], composed));

        Assert.InRange(valence.Accuracy, 0.9, 1);
        Assert.InRange(arousal.Accuracy, 0.9, 1);
    }

    [Fact]
    public void A_table_is_read_as_it_was_written_and_a_bad_line_is_named()
    {
        var rows = new MusicRows(["mode", "tempo"], [new("0001", [0.1234, 7], 0.5, -0.25)]);
        rows.Write(folder["table.csv"]);

        var read = MusicRows.ReadTable(folder["table.csv"]);

        Assert.Equal(rows.Names, read.Names);
        Assert.Equal([0.1234, 7], Assert.Single(read.Rows).Features);
        Assert.Equal(("0001", 0.5, -0.25), (read.Rows[0].File, read.Rows[0].Valence, read.Rows[0].Arousal));
        File.AppendAllText(folder["table.csv"], "0002,1,x,0,0\n");
        Assert.Equal(
            "table.csv, line 3: found 5 fields, expected a name and 4 numbers. Write the table again with `training -- music-table`.",
            Assert.Throws<DatasetException>(() => MusicRows.ReadTable(folder["table.csv"])).Message);
        File.WriteAllText(folder["table.csv"], "nonsense\n");
        Assert.Equal(
            "table.csv, line 1: expected file,valence,arousal and features. Write the table again with `training -- music-table`.",
            Assert.Throws<DatasetException>(() => MusicRows.ReadTable(folder["table.csv"])).Message);
    }

    [Fact]
    public void Pieces_are_judged_by_another_recording_of_them()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60).Select(i => Normal(random)).Select((mode, i) => new MusicRow($"{i}", [mode], Math.Sign(mode), Math.Sign(mode))).ToList();
        var pieces = new MusicPieces(new MusicRows(["mode"], rows), [], []);
        var turned = rows.Select(row => row with { Features = [-row.Features[0]] }).ToList();

        Assert.InRange(MusicTraining.CrossValidate(pieces, turned).Valence.Accuracy, 0, 0.1);
        Assert.Equal(MusicTraining.CrossValidate(pieces), MusicTraining.CrossValidate(pieces, rows));
    }

    [Fact]
    public void Another_recording_is_read_in_the_order_of_the_pieces_and_must_have_each_once()
    {
        Write(folder["heard.jsonl"], ["a.wav", "b.wav", "c.wav"]);
        File.WriteAllText(folder["labels.csv"], "file,valence,arousal\na.mid,1,-0.5\nb.mid,-1,1\nc.mid,0,1\nd.mid,0,1\n");
        var pieces = MusicRows.Read(folder["heard.jsonl"], folder["labels.csv"]);

        Write(folder["mp3.jsonl"], ["c.mp3", "d.mp3", "b.mp3", "a.mp3"]);
        Write(folder["fewer.jsonl"], ["a.mp3", "c.mp3", "d.mp3"]);
        Write(folder["twice.jsonl"], ["a.mp3", "b.mp3", "c.mp3", "b.flac"]);
        Write(folder["other.jsonl"], ["a.mp3", "b.mp3", "c.mp3"], "tempo");

        Assert.Equal(["a", "b", "c"], pieces.ReadRecording(folder["mp3.jsonl"], folder["labels.csv"]).Select(row => row.File));
        Refuses("fewer.jsonl", "fewer.jsonl: found b 0 times, expected once. Analyse each of the pieces that are trained on as one file.");
        Refuses("twice.jsonl", "twice.jsonl: found b 2 times, expected once. Analyse each of the pieces that are trained on as one file.");
        Refuses("other.jsonl", "other.jsonl: found the features tempo, expected mode. Analyse all files with the same version.");

        void Refuses(string file, string expected) => Assert.Equal(
            expected, Assert.Throws<DatasetException>(() => pieces.ReadRecording(folder[file], folder["labels.csv"])).Message);
    }

    private static void Write(string path, string[] files, string feature = "mode") => File.WriteAllLines(
        path, files.Select(file => $$$"""{"file":"{{{file}}}","features":{"{{{feature}}}":0.5}}"""));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

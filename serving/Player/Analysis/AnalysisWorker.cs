using System.Text.Json;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// <c>analyse --worker MODEL</c>: the other end of <see cref="WorkerProcess"/>. Reads one path a line as a JSON string, and
/// answers each with one line of JSON, until its input ends.
/// </summary>
internal static class AnalysisWorker
{
    /// <summary>Option on the command line.</summary>
    public const string Option = "--worker";

    /// <summary>The line that says it is ready.</summary>
    public const string Ready = "ready";

    /// <summary>Answers until the input ends.</summary>
    /// <exception cref="StartupException">The model cannot be read.</exception>
    public static int Serve(string model, TextReader input, TextWriter output)
    {
        using var regression = new MusicModel(model);
        Send(Ready);
        while (input.ReadLine() is { } line)
        {
            var answer = Analyse(JsonSerializer.Deserialize<string>(line)!, regression);
            Send(JsonSerializer.Serialize(answer));
        }

        return 0;

        void Send(string line)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static SoundAnswer Analyse(string path, MusicModel regression)
    {
        try
        {
            var features = SoundFeatures.Of(AudioDecoder.DecodeMiddle(path, CancellationToken.None));
            return features.Values.All(value => double.IsFinite(value.Value))
                ? new(features, regression.Predict(features)) : new(Failure: "has no measurable sound");
        }
        catch (OutOfMemoryException)
        {
            return new(Failure: "needs too much memory to be decoded");
        }
        catch (Exception error) // decoders throw anything, and the next file is not to blame
        {
            var isTransient = error.GetBaseException()
                is (IOException and not EndOfStreamException) or UnauthorizedAccessException or TimeoutException;
            return new(Failure: error.Message, IsTransient: isTransient);
        }
    }
}

using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>The regression from sound to place, trained by <c>dotnet run --project training -- music</c>: docs/music.md.</summary>
internal sealed class MusicModel : IDisposable
{
    private const string Input = "features";
    private const string Output = "place";

    private readonly InferenceSession session;
    private readonly string[] names;

    /// <exception cref="StartupException">The file is missing, or not of this version.</exception>
    public MusicModel(string path)
    {
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new StartupException($"{path}: not an ONNX model ({error.Message}). Restore the file.", error);
        }

        names = session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(Input, "").Split(',');
        if (!session.InputMetadata.ContainsKey(Input) || !session.OutputMetadata.ContainsKey(Output))
        {
            var (inputs, outputs) = (string.Join(", ", session.InputNames), string.Join(", ", session.OutputNames));
            session.Dispose();
            throw new StartupException($"{path}: found a model from {inputs} to {outputs}, expected the music model, "
                + $"from {Input} to {Output}. Restore the file.");
        }
    }

    /// <summary>Places a piece.</summary>
    /// <exception cref="StartupException">The model takes other features.</exception>
    public MusicPlace Predict(SoundFeatures sound)
    {
        var values = sound.Values;
        if (!names.SequenceEqual(values.Select(value => value.Key)))
        {
            throw new StartupException($"The music model takes {string.Join(", ", names)}. Train it again.");
        }

        var features = values.Select(value => (float)value.Value).ToArray();
        using var run = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, features.Length]);
        using var results = session.Run(run, [Input], [input], [Output]);
        var place = results[0].GetTensorDataAsSpan<float>();
        return new MusicPlace(place[0], place[1], place[2]);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>The middle of a music file, decoded block by block.</summary>
internal interface IAudioSource : IDisposable
{
    /// <summary>Channels of a frame.</summary>
    int Channels { get; }

    /// <summary>Frames per second.</summary>
    int Rate { get; }

    /// <summary>Reads interleaved samples, −1 to 1.</summary>
    /// <returns>How many; fewer than asked for, or 0 at the end.</returns>
    int Read(Span<float> samples);
}

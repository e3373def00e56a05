namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A request to a Subsonic server failed. The message is shown to the listener.</summary>
/// <param name="message">A sentence without credentials.</param>
/// <param name="kind">Whose fault it is.</param>
/// <param name="inner">The cause.</param>
internal sealed class SubsonicException(string message, SubsonicFailure kind, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whose fault it is.</summary>
    public SubsonicFailure Kind { get; } = kind;
}

/// <summary>Why a request failed.</summary>
internal enum SubsonicFailure
{
    /// <summary>The server is away, or not trusted: it is tried again later.</summary>
    Unavailable,

    /// <summary>It accepts none of our credentials.</summary>
    Credentials,

    /// <summary>It does not have what was asked for.</summary>
    NotFound,

    /// <summary>It answered with another error, or with what is not of the protocol.</summary>
    Refused,
}

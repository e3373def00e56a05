using System.Buffers.Text;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>
/// The id of a playlist as it is on the page: it contains the mood, the approach and the tracks in their order, so every
/// replica knows it, and it outlives a restart. js/music/playlist-id.js makes it as well.
/// </summary>
/// <param name="Mood">The listener's mood.</param>
/// <param name="Approach">How the playlist responds to it.</param>
/// <param name="Tracks">Track ids, in order.</param>
internal sealed record PlaylistId(Emotion Mood, Approach Approach, IReadOnlyList<string> Tracks)
{
    /// <summary>The most tracks in an id: it has to fit into a URL.</summary>
    public const int MaxTracks = 250;

    private const byte Version = 1;
    private const int TrackBytes = 16;
    private const int HeaderBytes = 3; // version, mood, approach

    /// <summary>The id; null if it is none.</summary>
    public static PlaylistId? Parse(string text)
    {
        if (text.Length < 4 || text.Length > 8000 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return bytes is [Version, var mood, var approach, ..] && (bytes.Length - HeaderBytes) % TrackBytes == 0
            && Enum.IsDefined((Emotion)mood) && Enum.IsDefined((Approach)approach)
                ? new((Emotion)mood, (Approach)approach,
                    [.. bytes[HeaderBytes..].Chunk(TrackBytes).Select(Convert.ToHexStringLower)])
                : null;
    }

    /// <summary>As in URLs: base64url.</summary>
    public override string ToString() => Base64Url.EncodeToString(
        [Version, (byte)Mood, (byte)Approach, .. Tracks.Take(MaxTracks).SelectMany(Convert.FromHexString)]);
}

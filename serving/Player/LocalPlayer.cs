using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listening;

namespace EmoMusic.Serving.Player;

/// <summary>The player in this process.</summary>
internal sealed class LocalPlayer(LibraryKeeper library, Catalogue catalogue, Moods moods, Memories memories) : IPlayer
{
    /// <inheritdoc/>
    public async Task<Playlist?> PlaylistForAsync(PlaylistRequest request, CancellationToken cancel)
    {
        await library.WaitForMusicAsync(cancel);
        var memory = await memories.OfAsync(request.Listener, request.Mood, cancel);
        var approach = request.Approach ?? Approaches.For(request.Mood);
        var tracks = catalogue.Tracks.Select(memory.InOwnMood).Where(track =>
            approach == Approach.Match ? track.Mood == request.Mood : track.Mood is not null);
        var route = approach.Route(request.Mood);
        var chosen = Draw.Along(tracks, route, track => memory.Draw(track.Id, Random.Shared));

        var (title, quote, author, genre) = moods[request.Mood];
        return new Playlist(
            request.Mood, approach, title, quote, author, genre, route,
            [.. chosen.Select(track => PlaylistTrack.Of(track, memory.Likes.Contains(track.Id)))],
            chosen.Count > 0 ? library.Trouble : library.Trouble ?? HowToGetMusic(request.Mood));
    }

    private string HowToGetMusic(Emotion mood) => library.IsFirstUnderWay
        ? "The music library is being read. Ask again in a moment."
        : $"There is no music for {mood.Name()} yet. Put MP3, M4A, OGG, OPUS, FLAC or WAV files into a folder {mood.Name()} "
            + "of the music library, or into any folder if their tags tell a genre or a mood.";
}

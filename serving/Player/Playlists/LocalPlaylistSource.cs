using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Playlists from the player in this process.</summary>
internal sealed class LocalPlaylistSource(
    LibraryIndexer library, TrackCatalog catalog, MoodCatalog moods, ListenerStore listeners, RecentPlaylists recent) : IPlaylistSource
{
    private const double FewestDegree = 0.1; // what is near a mood fills a list before tracks repeat

    /// <inheritdoc/>
    public async Task<Playlist?> GetPlaylistAsync(PlaylistRequest request, CancellationToken cancel)
    {
        await library.WaitForMusicAsync(cancel);
        var profile = await listeners.GetProfileAsync(request.Listener, request.Mood, cancel);
        var approach = request.Approach ?? request.After?.Approach ?? Approaches.DefaultFor(request.Mood);
        var isThere = request.After is not null;
        Emotion? matched = approach == Approach.Match ? request.Mood : approach == Approach.Lift && isThere ? Emotion.Happy : null;
        var tracks = catalog.Tracks.Select(profile.WithListenerMood).Where(track =>
            matched is { } mood ? track.DegreeOf(mood) >= FewestDegree : track.Mood is not null);
        var route = approach.Route(request.Mood, isThere);
        var sampled = PlaylistSampler.Sample(
            tracks, route, track => profile.SampleLike(track.Id, Random.Shared),
            recent.Find(request.Listener, request.Address, request.After?.Tracks ?? [], profile.RecentHours), matched);
        var given = sampled.Select(track => track.Id).ToList();
        recent.Add(request.Listener, request.Address, given);
        if (request.Listener is { } listener)
        {
            await listeners.AddRecentAsync(listener, given, cancel);
        }

        var (title, quote, author, genre) = moods[request.Mood];
        return new Playlist(
            request.Mood, approach, title, quote, author, genre, route,
            [.. sampled.Select(track => PlaylistTrack.From(track, profile.Likes.Contains(track.Id)))],
            sampled.Count > 0 ? library.Error : NoMusicHint(request.Mood));
    }

    /// <summary>The playlist of an id: the same tracks in the same order, as far as they are still there.</summary>
    public async Task<Playlist> GetPlaylistAsync(PlaylistId id, string? listener, CancellationToken cancel)
    {
        await library.WaitForMusicAsync(cancel);
        var profile = await listeners.GetProfileAsync(listener, id.Mood, cancel);
        var tracks = id.Tracks.Select(catalog.Find).OfType<Track>().Select(profile.WithListenerMood);
        var (title, quote, author, genre) = moods[id.Mood];
        return new Playlist(
            id.Mood, id.Approach, title, quote, author, genre, id.Approach.Route(id.Mood),
            [.. tracks.Select(track => PlaylistTrack.From(track, profile.Likes.Contains(track.Id)))], library.Error);
    }

    private string NoMusicHint(Emotion mood) => library.IsFirstScanRunning && library.Error is null
        ? "The music library is being scanned. Try again in a moment."
        : library.IsFolderGone ? $"There is no music for {mood.Name()} yet. {library.Error}"
        : library.Error ?? $"There is no music for {mood.Name()} yet. Put MP3, M4A, OGG, OPUS, FLAC or WAV files into a folder called "
            + $"{mood.Name()} in the music library, or into any folder if their tags contain a genre or mood.";
}

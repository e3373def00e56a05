namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A response of the protocol, https://opensubsonic.netlify.app: only the fields used here.</summary>
internal sealed record SubsonicResponse(
    string Status, SubsonicError? Error = null, SubsonicGenres? Genres = null, SubsonicSongs? SongsByGenre = null,
    SubsonicSongs? RandomSongs = null);

internal sealed record SubsonicError(int Code, string? Message = null);

internal sealed record SubsonicGenres(IReadOnlyList<SubsonicGenre>? Genre = null);

internal sealed record SubsonicGenre(string Value);

internal sealed record SubsonicSongs(IReadOnlyList<SubsonicSong>? Song = null);

internal sealed record SubsonicSong(
    string Id, string Title, string? Artist = null, string? Album = null, string? Genre = null, string? CoverArt = null,
    double? Duration = null, double? Bpm = null, string? ContentType = null, IReadOnlyList<string>? Moods = null,
    IReadOnlyList<SubsonicGenreName>? Genres = null);

internal sealed record SubsonicGenreName(string Name);

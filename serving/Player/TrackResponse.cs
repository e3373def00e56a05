using System.Text.Json.Serialization;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player;

/// <summary>What is known of a track.</summary>
/// <param name="Id">The track's opaque id.</param>
/// <param name="Tags">What its tags say.</param>
/// <param name="Sound">What it sounds like; null if it was not analysed.</param>
/// <param name="Failure">Why it could not be analysed; null if it could, or was not yet.</param>
/// <param name="Mood">The mood it belongs to most; null if unknown.</param>
/// <param name="Memberships">How much it belongs to each mood, 0 to 1; from 0.5 on it plays for the mood.</param>
/// <param name="ValenceArousal">Its position in the valence-arousal plane, measured within this library.</param>
/// <param name="Why">The source of its mood.</param>
/// <param name="Gain">How much to raise or lower its volume, in dB; null if unknown.</param>
/// <param name="Liked">Whether the listener likes it.</param>
/// <param name="StreamUrl">URL of the audio, relative to this service.</param>
/// <param name="CoverUrl">URL of the cover; null if there is none.</param>
public sealed record TrackResponse(
    string Id, TrackTags Tags, TrackSound? Sound, string? Failure, Emotion? Mood, IReadOnlyDictionary<Emotion, double> Memberships,
    [property: JsonPropertyName("place")] ValenceArousal ValenceArousal, string Why, double? Gain, bool Liked, string StreamUrl,
    string? CoverUrl)
{
    internal static TrackResponse From(Track track, bool liked) => new(
        track.Id, TrackTags.From(track.Stored), track.Sound is { Failure: null } sound ? TrackSound.From(sound) : null,
        track.Sound?.Failure, track.Mood,
        Emotions.All.ToDictionary(mood => mood, mood => Math.Round(track.DegreeOf(mood), 3)), track.ValenceArousal, track.Why,
        ReplayGain.Of(track), liked, $"/api/tracks/{track.Id}/stream",
        track.Stored.HasCover ? $"/api/tracks/{track.Id}/cover" : null);
}

/// <summary>What a track's tags say; null where they say nothing.</summary>
/// <param name="Title">The title, or the file's name.</param>
/// <param name="Artist">The artist.</param>
/// <param name="Album">The album.</param>
/// <param name="Genre">The genre.</param>
/// <param name="Mood">The mood tag.</param>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="DurationSeconds">Duration.</param>
/// <param name="ReplayGain">ReplayGain of the track, dB.</param>
public sealed record TrackTags(
    string Title, string? Artist, string? Album, string? Genre, string? Mood, double? Bpm, double? DurationSeconds, double? ReplayGain)
{
    internal static TrackTags From(StoredTrack track) => new(
        track.Title, track.Artist, track.Album, track.Genre, track.MoodTag, track.Bpm, track.Seconds, track.ReplayGainDb);
}

/// <summary>What a track sounds like: docs/music.md has the sources.</summary>
/// <param name="Valence">−1 (dark) to 1 (bright), by sound alone.</param>
/// <param name="Arousal">−1 (calm) to 1 (excited), by sound alone.</param>
/// <param name="Uncertainty">Standard error of valence and arousal.</param>
/// <param name="Bpm">Beats per minute; 0 without a beat.</param>
/// <param name="PulseClarity">How clear the beat is, 0 to 1.</param>
/// <param name="OnsetRate">Onsets per second.</param>
/// <param name="Key">Tonic, such as "F#".</param>
/// <param name="Mode">major or minor.</param>
/// <param name="Register">Mean pitch, MIDI number.</param>
/// <param name="Lufs">Integrated loudness.</param>
/// <param name="LoudnessRange">Loudness range, LU.</param>
/// <param name="Peak">The highest sample; 1 is full scale.</param>
/// <param name="Brightness">Share of the energy above 1,500 Hz, 0 to 1.</param>
/// <param name="Roughness">Dissonance of the partials.</param>
public sealed record TrackSound(
    double Valence, double Arousal, double Uncertainty, double Bpm, double PulseClarity, double OnsetRate, string Key, string Mode,
    double Register, double Lufs, double LoudnessRange, double Peak, double Brightness, double Roughness)
{
    internal static TrackSound From(Sound sound) => new(
        Round(sound.Valence), Round(sound.Arousal), Round(sound.Uncertainty), Round(sound.Bpm), Round(sound.PulseClarity),
        Round(sound.OnsetRate), sound.Key, sound.IsMajor ? "major" : "minor", Round(sound.Register), Round(sound.Loudness),
        Round(sound.LoudnessRange), Round(sound.Peak), Round(sound.Brightness), Round(sound.Roughness));

    private static double Round(double value) => Math.Round(value, 3);
}

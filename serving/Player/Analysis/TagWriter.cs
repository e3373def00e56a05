using System.Globalization;
using EmoMusic.Serving.Player.Library.Tagging;
using TagLib;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Writes what was heard into tags that are empty, so that other players can use it: tempo, key, mood, and ReplayGain 2.0.
/// </summary>
internal static class TagWriter
{
    private const double ReplayGainLufs = -18; // ReplayGain 2.0's reference
    private const string Mood = "MOOD";
    private const string Key = "INITIALKEY";

    /// <summary>Writes the missing tags. The file is replaced at once, after all of the new one is on the disk.</summary>
    /// <param name="path">A music file.</param>
    /// <param name="sound">What it sounds like.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="dryRun">Only say what would be written.</param>
    /// <returns>The tags that were missing, such as "BPM 128".</returns>
    /// <exception cref="AudioException">The file's tags cannot be read or written; it is as it was.</exception>
    public static IReadOnlyList<string> Write(string path, SoundFeatures sound, MusicPlace place, bool dryRun)
    {
        path = Path.GetFullPath(path);
        path = System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path; // a link stays one
        var copy = Path.Combine(
            Path.GetDirectoryName(path)!, $".{Guid.NewGuid():n}{Path.GetExtension(path)}");
        try
        {
            RefuseAbsurd(path);
            List<string> missing;
            using (var file = TagLib.File.Create(path))
            {
                missing = Fill(file, sound, place);
            }

            if (dryRun || missing.Count == 0)
            {
                return missing;
            }

            System.IO.File.Copy(path, copy);
            using (var file = TagLib.File.Create(copy))
            {
                Fill(file, sound, place);
                file.Save();
            }

            using (var written = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            System.IO.File.Move(copy, path, overwrite: true);
            return missing;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new AudioException($"the tags cannot be written ({error.Message})", error); // tags are as strange as their writers
        }
        finally
        {
            System.IO.File.Delete(copy);
        }
    }

    // What is written is read without bounds.
    private static void RefuseAbsurd(string path)
    {
        using var stream = new BoundedStream(System.IO.File.OpenRead(path), CancellationToken.None);
        if (AudioFormats.Detect(stream) is not AudioFormat.Unknown and var format)
        {
            TaggedFile.Open(stream, format).Dispose();
        }
    }

    private static List<string> Fill(TagLib.File file, SoundFeatures sound, MusicPlace place)
    {
        var (tag, written) = (file.Tag, new List<string>());
        if (tag.BeatsPerMinute == 0 && sound.Rhythm.Bpm > 0)
        {
            tag.BeatsPerMinute = (uint)Math.Round(sound.Rhythm.Bpm);
            written.Add($"BPM {tag.BeatsPerMinute}");
        }

        if (string.IsNullOrEmpty(KeyOf(file)))
        {
            var key = sound.Tonality.Key + (sound.Tonality.IsMajor ? "" : "m");
            SetKey(file, key);
            written.AddRange(KeyOf(file) == key ? [$"{Key} {key}"] : []); // not every format has a place for it
        }

        if (MoodOf(file) is null)
        {
            var mood = Emotions.Nearest(new ValenceArousal(place.Valence, place.Arousal)).ToString();
            SetMood(file, mood);
            written.AddRange(MoodOf(file) == mood ? [$"{Mood} {mood}"] : []);
        }

        if (double.IsNaN(tag.ReplayGainTrackGain))
        {
            tag.ReplayGainTrackGain = Math.Round(ReplayGainLufs - sound.Loudness.Integrated, 2);
            tag.ReplayGainTrackPeak = Math.Round(sound.Loudness.Peak, 6);
            var gain = tag.ReplayGainTrackGain;
            written.AddRange(double.IsNaN(gain) ? []
                : [string.Create(CultureInfo.InvariantCulture, $"REPLAYGAIN_TRACK_GAIN {gain:+0.00;-0.00} dB")]);
        }

        return written;
    }

    // TagLibSharp leaves the key of Ogg files out.
    private static string? KeyOf(TagLib.File file) =>
        (file.GetTag(TagTypes.Xiph) as TagLib.Ogg.XiphComment)?.GetFirstField(Key) ?? file.Tag.InitialKey;

    private static void SetKey(TagLib.File file, string key)
    {
        file.Tag.InitialKey = key;
        (file.GetTag(TagTypes.Xiph) as TagLib.Ogg.XiphComment)?.SetField(Key, key);
    }

    // TagLibSharp has no property for the mood. ID3v2.4 has a frame of its own, the others a field.
    private static string? MoodOf(TagLib.File file) =>
        (file.GetTag(TagTypes.Id3v2) as TagLib.Id3v2.Tag)?.GetFrames<TagLib.Id3v2.TextInformationFrame>("TMOO")
            .SelectMany(frame => frame.Text).FirstOrDefault()
        ?? (file.GetTag(TagTypes.Id3v2) is TagLib.Id3v2.Tag id3
            ? TagLib.Id3v2.UserTextInformationFrame.Get(id3, Mood, false)?.Text.FirstOrDefault() : null)
        ?? (file.GetTag(TagTypes.Xiph) as TagLib.Ogg.XiphComment)?.GetFirstField(Mood)
        ?? (file.GetTag(TagTypes.Ape) as TagLib.Ape.Tag)?.GetItem(Mood)?.ToString()
        ?? (file.GetTag(TagTypes.Apple) as TagLib.Mpeg4.AppleTag)?.GetDashBox("com.apple.iTunes", Mood)
        ?? (file.GetTag(TagTypes.Asf) as TagLib.Asf.Tag)?.GetDescriptorString("WM/Mood");

    private static void SetMood(TagLib.File file, string mood)
    {
        foreach (var tag in All(file))
        {
            switch (tag)
            {
                case TagLib.Id3v2.Tag { Version: >= 4 } id3:
                    id3.SetTextFrame("TMOO", mood);
                    break;
                case TagLib.Id3v2.Tag id3: // which has no TMOO
                    TagLib.Id3v2.UserTextInformationFrame.Get(id3, Mood, true).Text = [mood];
                    break;
                case TagLib.Ogg.XiphComment xiph:
                    xiph.SetField(Mood, mood);
                    break;
                case TagLib.Ape.Tag ape:
                    ape.SetValue(Mood, mood);
                    break;
                case TagLib.Mpeg4.AppleTag apple:
                    apple.SetDashBox("com.apple.iTunes", Mood, mood);
                    break;
                case TagLib.Asf.Tag asf:
                    asf.SetDescriptorString(mood, "WM/Mood");
                    break;
            }
        }
    }

    private static IEnumerable<TagLib.Tag> All(TagLib.File file) =>
        from kind in (TagTypes[])[TagTypes.Id3v2, TagTypes.Xiph, TagTypes.Ape, TagTypes.Apple, TagTypes.Asf]
        let tag = file.GetTag(kind)
        where tag is not null
        select tag;
}

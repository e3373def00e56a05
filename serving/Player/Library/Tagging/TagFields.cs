using System.Text;
using TagLib;
using TagLib.Id3v2;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>
/// The fields of a file's tags by name, in whatever format. A file may have several tags; a field's values are those of the
/// first tag that has it, best formats first.
/// </summary>
internal sealed class TagFields
{
    private const int MaxFields = 1000; // of a tag; a hostile one may have millions
    private const int MaxText = 100_000; // characters of a value: lyrics and more

    private static readonly Dictionary<string, string> Id3Names = new()
    {
        ["TIT2"] = "TITLE",
        ["TPE1"] = "ARTIST",
        ["TALB"] = "ALBUM",
        ["TCON"] = "GENRE",
    };

    private readonly Dictionary<string, List<string>> fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields of an open file.</summary>
    public static TagFields Of(TagLib.File file)
    {
        var tags = new IEnumerable<Field>[]
        {
            OfId3v2(Id3v2(file)),
            OfXiph(file.GetTag(TagTypes.Xiph) as TagLib.Ogg.XiphComment),
            OfApple(file.GetTag(TagTypes.Apple) as TagLib.Mpeg4.AppleTag),
            OfAsf(file.GetTag(TagTypes.Asf) as TagLib.Asf.Tag),
            OfMatroska(file.Tag as TagLib.Matroska.Tag),
            OfApe(file.GetTag(TagTypes.Ape) as TagLib.Ape.Tag),
            OfRiff(file.GetTag(TagTypes.RiffInfo) as TagLib.Riff.InfoTag),
            OfId3v1(IsOnDisk(file, TagTypes.Id3v1) ? file.GetTag(TagTypes.Id3v1) as TagLib.Id3v1.Tag : null),
        };
        return Of(tags);
    }

    /// <summary>The fields of an AIFF file's own chunks.</summary>
    public static TagFields OfAiff(Stream file) => Of(
        [AiffChunks.TextsOf(file).Select(chunk => new Field(chunk.Name == "NAME" ? "TITLE" : "ARTIST", chunk.Text, false))]);

    private static TagFields Of(IEnumerable<IEnumerable<Field>> each)
    {
        var tags = each.Select(tag => tag.Take(MaxFields).ToList()).ToList();
        var undeclared = tags.SelectMany(tag => tag).Where(field => !field.IsDeclared).Select(field => field.Text);
        var charset = Charset.Of(Encoding.Latin1.GetBytes(string.Join('\n', undeclared)));
        var all = new TagFields();
        foreach (var tag in tags)
        {
            all.AddMissing(tag, charset);
        }

        return all;
    }

    /// <summary>Adds the fields of another tag that are missing here.</summary>
    public TagFields Or(TagFields other)
    {
        foreach (var (name, values) in other.fields)
        {
            fields.TryAdd(name, values);
        }

        return this;
    }

    /// <summary>The values of the first of these fields that has any.</summary>
    public IReadOnlyList<string> All(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.TryGetValue(name, out var values))
            {
                return values;
            }
        }

        return [];
    }

    /// <summary>The first value of the first of these fields that has any.</summary>
    public string? First(params ReadOnlySpan<string> names) => All(names) is [var first, ..] ? first : null;

    private void AddMissing(List<Field> tag, Encoding charset)
    {
        foreach (var group in tag.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase))
        {
            var values = group.Select(field => field.IsDeclared ? field.Text : Decode(field.Text, charset))
                .SelectMany(text => text.Split('\0', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
            if (values.Count > 0)
            {
                fields.TryAdd(group.Key, values);
            }
        }
    }

    private static string Decode(string latin1, Encoding charset)
    {
        try
        {
            return charset.GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return latin1; // the other fields are in another encoding
        }
    }

    // TagLibSharp makes the ID3 tags that an MP3 lacks, in memory, from the others. To do so it parses all text: the tag at the
    // start is read once more.
    private static TagLib.Id3v2.Tag? Id3v2(TagLib.File file)
    {
        if (!IsOnDisk(file, TagTypes.Id3v2))
        {
            return null;
        }

        file.Mode = TagLib.File.AccessMode.Read;
        file.Seek(0);
        return file is TagLib.Mpeg.AudioFile && file.ReadBlock(3).StartsWith("ID3")
            ? TaggedFile.WithBounds(() => new TagLib.Id3v2.Tag(file, 0, ReadStyle.None)) : file.GetTag(TagTypes.Id3v2) as TagLib.Id3v2.Tag;
    }

    private static bool IsOnDisk(TagLib.File file, TagTypes type) => (file.TagTypesOnDisk & type) != 0;

    private static IEnumerable<Field> OfId3v2(TagLib.Id3v2.Tag? tag) =>
        (tag?.GetFrames<TextInformationFrame>() ?? []).Select(frame => OfFrame(frame, tag!.Version));

    // TagLibSharp takes Latin-1 at its word, divides "AC/DC" in two, and drops what follows a NUL in ID3v2.3. The frame's own
    // bytes are still there until its text is asked for.
    private static Field OfFrame(TextInformationFrame frame, byte version)
    {
        var name = frame.FrameId.ToString(StringType.Latin1);
        if ((frame.Flags & ~(FrameFlags.TagAlterPreservation | FrameFlags.FileAlterPreservation | FrameFlags.ReadOnly)) != 0)
        {
            return Named(name, string.Join('\0', frame.Text), isDeclared: true);
        }

        var content = frame.Render(version).Data.AsSpan(version == 2 ? 6 : 10);
        return content switch
        {
            [1, 0xFE, 0xFF, .. var text] => Named(name, Encoding.BigEndianUnicode.GetString(text), true),
            [1, .. var text] => Named(name, Encoding.Unicode.GetString(text), true),
            [2, .. var text] => Named(name, Encoding.BigEndianUnicode.GetString(text), true),
            [3, .. var text] when Encoding.UTF8.GetString(text) is var utf8 && !utf8.Contains('\uFFFD') => Named(name, utf8, true),
            [0 or 3, .. var text] => Named(name, Encoding.Latin1.GetString(text), false),
            _ => new Field(name, "", true),
        };
    }

    // TXXX: its name stands before the value.
    private static Field Named(string frame, string text, bool isDeclared)
    {
        text = text.Replace("\uFEFF", "", StringComparison.Ordinal);
        var end = frame == "TXXX" ? text.IndexOf('\0') : -1;
        return end < 0 ? new Field(Id3Names.GetValueOrDefault(frame, frame), text, isDeclared)
            : new Field(text[..end], text[(end + 1)..], isDeclared);
    }

    private static IEnumerable<Field> OfXiph(TagLib.Ogg.XiphComment? tag) =>
        from name in tag ?? Enumerable.Empty<string>()
        from value in tag!.GetField(name)
        select new Field(name, value);

    private static IEnumerable<Field> OfApple(TagLib.Mpeg4.AppleTag? tag)
    {
        if (tag is null)
        {
            yield break;
        }

        yield return new Field("TITLE", tag.Title ?? "");
        yield return new Field("ARTIST", string.Join('\0', tag.Performers));
        yield return new Field("ALBUM", tag.Album ?? "");
        yield return new Field("GENRE", string.Join('\0', tag.Genres));
        yield return new Field("TMPO", tag.BeatsPerMinute.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var box in tag.Where(box => box.BoxType == "----" && box.HasChildren))
        {
            var name = box.Children.OfType<TagLib.Mpeg4.AppleAdditionalInfoBox>().LastOrDefault()?.Text ?? "";
            foreach (var data in box.Children.OfType<TagLib.Mpeg4.AppleDataBox>())
            {
                yield return new Field(name, data.Text ?? "");
            }
        }
    }

    private static IEnumerable<Field> OfAsf(TagLib.Asf.Tag? tag) => tag is null ? [] :
    [
        new Field("TITLE", tag.Title ?? ""),
        new Field("ARTIST", string.Join('\0', tag.Performers)),
        new Field("ALBUM", tag.Album ?? ""),
        new Field("GENRE", string.Join('\0', tag.Genres)),
        .. tag.Select(descriptor => new Field(descriptor.Name, descriptor.ToString() ?? "")),
    ];

    private static IEnumerable<Field> OfMatroska(TagLib.Matroska.Tag? tag) => tag?.Tags is not { } tags ? [] :
    [
        new Field("TITLE", tags.Title ?? ""),
        .. from part in tags
           from field in part.SimpleTags
           from value in field.Value
           let isAlbum = part.TargetType == TagLib.Matroska.TargetType.ALBUM && field.Key == "TITLE"
           select new Field(isAlbum ? "ALBUM" : field.Key, (string)value),
    ];

    private static IEnumerable<Field> OfApe(TagLib.Ape.Tag? tag) =>
        from name in tag ?? Enumerable.Empty<string>()
        let item = tag!.GetItem(name)
        where item is { Type: TagLib.Ape.ItemType.Text }
        select new Field(name, string.Join('\0', item.ToStringArray()));

    private static IEnumerable<Field> OfRiff(TagLib.Riff.InfoTag? tag)
    {
        if (tag is null)
        {
            yield break;
        }

        tag.StringType = StringType.Latin1; // so that no byte is lost
        foreach (var (name, chunk) in new[] { ("TITLE", "INAM"), ("ARTIST", "IART"), ("ALBUM", "IPRD"), ("GENRE", "IGNR") })
        {
            yield return new Field(name, string.Join('\0', tag.GetValuesAsStrings(chunk)), false);
        }
    }

    private static IEnumerable<Field> OfId3v1(TagLib.Id3v1.Tag? tag) => tag is null ? [] :
    [
        new Field("TITLE", tag.Title ?? "", false),
        new Field("ARTIST", string.Join('\0', tag.Performers), false),
        new Field("ALBUM", tag.Album ?? "", false),
        new Field("GENRE", tag.Genres is [var genre, ..] ? $"({TagLib.Genres.AudioToIndex(genre)})" : "", false),
    ];

    private readonly record struct Field(string Name, string Text, bool IsDeclared = true)
    {
        public string Text { get; } = Text.Length <= MaxText ? Text : Text[..MaxText];
    }
}

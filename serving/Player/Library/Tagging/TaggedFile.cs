using TagLib;
using TagLib.Id3v2;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>Opens music files with TagLibSharp, by their content, and with bounds.</summary>
internal static class TaggedFile
{
    private const int MaxFrames = 10_000; // of ID3v2; each takes about a kilobyte of memory, however short it is

    private static readonly UnknownFrame LeftOut = new("XXXX"); // empty, so that it is not kept

    [ThreadStatic]
    private static int? framesLeft; // null while all are wanted

    // Chapters within chapters are parsed in memory, by recursion, and a stack that overflows ends the program. The factory is
    // TagLibSharp's only one: who writes tags needs the chapters.
    static TaggedFile() => FrameFactory.AddFrameCreator((_, _, header, _) =>
        framesLeft is not null && (framesLeft-- <= 0 || header.FrameId == "CHAP" || header.FrameId == "CTOC") ? LeftOut : null);

    /// <summary>Parses what is needed here: not the chapters of ID3v2, nor more frames than any program writes.</summary>
    public static T WithBounds<T>(Func<T> parse)
    {
        framesLeft = MaxFrames;
        try
        {
            return parse();
        }
        finally
        {
            framesLeft = null;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file; it is disposed with the result.</param>
    /// <param name="format">Its format; not <see cref="AudioFormat.Unknown"/>.</param>
    /// <returns>The file, without properties such as its duration if only its tags can be read.</returns>
    /// <exception cref="Exception">Its structure is damaged: TagLibSharp throws anything.</exception>
    public static TagLib.File Open(Stream stream, AudioFormat format)
    {
        var file = new Opened(stream);
        try
        {
            return WithBounds(() => Open(file, format, ReadStyle.Average));
        }
        catch (CorruptFileException)
        {
            return WithBounds(() => Open(file, format, ReadStyle.None));
        }
    }

    private static TagLib.File Open(Opened file, AudioFormat format, ReadStyle style) => format switch
    {
        AudioFormat.Aac => new TagLib.Aac.File(file, style),
        AudioFormat.Mp4 => new TagLib.Mpeg4.File(file, style),
        AudioFormat.Vorbis or AudioFormat.Opus or AudioFormat.OtherOgg => new TagLib.Ogg.File(file, style),
        AudioFormat.Flac => new TagLib.Flac.File(file, style),
        AudioFormat.Wav => new TagLib.Riff.File(file, style),
        AudioFormat.Aiff => new TagLib.Aiff.File(file, style),
        AudioFormat.Matroska => new TagLib.Matroska.File(file, style),
        AudioFormat.Wma => new TagLib.Asf.File(file, style),
        AudioFormat.Ape => new TagLib.Ape.File(file, style),
        AudioFormat.Musepack => new TagLib.MusePack.File(file, style),
        _ => new TagLib.Mpeg.AudioFile(file, style),
    };

    // TagLibSharp opens and closes a file several times; here it stays open.
    private sealed class Opened(Stream stream) : TagLib.File.IFileAbstraction
    {
        public string Name => "";

        public Stream ReadStream
        {
            get
            {
                stream.Position = 0;
                return stream;
            }
        }

        public Stream WriteStream => throw new NotSupportedException();

        public void CloseStream(Stream stream)
        {
        }
    }
}

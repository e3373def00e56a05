using System.Runtime.CompilerServices;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>
/// A file for parsers that believe what it says. It refuses blocks of an absurd size, ends loops by a bound on what is read
/// altogether and recursion by the stack it takes, and is closed to a parser whose time is up. It is for the thread that
/// made it.
/// </summary>
/// <param name="inner">The file.</param>
/// <param name="stop">Requested when the time is up.</param>
/// <param name="maxBytes">The most that is read altogether.</param>
internal sealed class BoundedStream(Stream inner, CancellationToken stop, long maxBytes = 128 * 1024 * 1024) : Stream
{
    /// <summary>The largest block that is read at once, such as a tag with its covers.</summary>
    public const int MaxBlock = 32 * 1024 * 1024;

    private const int MaxStack = 256 * 1024; // bytes; files need a tenth of it
    private const int ReadCost = 64; // bytes, so that reading nothing for ever ends too

    private readonly nint start = StackPointer();
    private long left = maxBytes;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">More is asked for than any sound file needs.</exception>
    public override int Read(Span<byte> buffer)
    {
        EndIfAbsurd();
        if (buffer.Length > MaxBlock)
        {
            throw new InvalidDataException($"It has a block of {buffer.Length:n0} bytes, expected at most {MaxBlock:n0}.");
        }

        var read = inner.Read(buffer);
        left -= read + ReadCost;
        return left >= 0 ? read : throw new InvalidDataException("Its structure has no end.");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The place is before the start of the file.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        EndIfAbsurd();
        var place = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? inner.Position : inner.Length);
        return place >= 0 ? inner.Position = place : throw new InvalidDataException("Its structure leads out of it.");
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // A stack that overflows ends the program, and each of its levels may copy what is above. Parsers read at each.
    private void EndIfAbsurd()
    {
        stop.ThrowIfCancellationRequested();
        if (start - StackPointer() > MaxStack)
        {
            throw new InvalidDataException("Its structure is nested too deeply.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe nint StackPointer()
    {
        byte here;
        return (nint)(&here);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

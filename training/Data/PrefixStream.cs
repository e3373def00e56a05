namespace EmoMusic.Training.Data;

/// <summary>A stream whose first bytes can be inspected before reading it.</summary>
public sealed class PrefixStream : Stream
{
    private readonly Stream inner;
    private int replayed;

    /// <summary>Reads <paramref name="length"/> bytes of <paramref name="inner"/>, fewer if it is shorter.</summary>
    public PrefixStream(Stream inner, int length)
    {
        this.inner = inner;
        var buffer = new byte[length];
        var read = inner.ReadAtLeast(buffer, length, throwOnEndOfStream: false);
        Prefix = buffer[..read];
    }

    /// <summary>The first bytes.</summary>
    public byte[] Prefix { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (replayed == Prefix.Length)
        {
            return inner.Read(buffer);
        }

        var count = Math.Min(buffer.Length, Prefix.Length - replayed);
        Prefix.AsSpan(replayed, count).CopyTo(buffer);
        replayed += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

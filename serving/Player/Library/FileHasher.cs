namespace EmoMusic.Serving.Player.Library;

/// <summary>Hashes the content and the audio of files.</summary>
internal sealed class FileHasher(LeftOutFiles leftOut, RetrySchedule postponed)
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30); // of one file, on a disk that hangs

    /// <summary>Hashes files, some at a time. What cannot be read is left out of the result and of the library, and postponed.</summary>
    public async Task<IReadOnlyList<HashedFile>> HashAsync(MusicFile[] files, CancellationToken cancel)
    {
        var hashes = new HashedFile?[files.Length];
        await Parallel.ForAsync(0, files.Length, cancel, async (i, stop) => hashes[i] = await HashAsync(files[i], stop));
        return [.. hashes.OfType<HashedFile>()];
    }

    private async Task<HashedFile?> HashAsync(MusicFile file, CancellationToken cancel)
    {
        try
        {
            return await Task.Run(() => new HashedFile(file, ContentHash.Of(file.Path), AudioHash.Of(file.Path)), cancel)
                .WaitAsync(ReadTimeout, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TimeoutException)
        {
            leftOut.Add(file.Location, $"cannot be read. {error.Message}", file.Path);
            postponed.Add(file.Location);
            return null;
        }
    }
}

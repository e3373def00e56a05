namespace EmoMusic.TestKit;

/// <summary>
/// Lets tests that start containers and tests that drive a browser take turns. A container's start and end change the
/// machine's network interfaces, and Chromium then fails the requests that are under way (ERR_NETWORK_CHANGED).
/// </summary>
public sealed class NetworkLock : IDisposable
{
    private static readonly string Path = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"emomusic-network-{Environment.UserName}.lock");

    private readonly FileStream file;

    private NetworkLock(FileStream file) => this.file = file;

    /// <summary>Waits for its turn. The system ends it with the process.</summary>
    public static async Task<NetworkLock> TakeAsync()
    {
        while (true)
        {
            try
            {
                return new NetworkLock(File.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200)); // others have it
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>Copies songs of the server to files, so that they can be listened to.</summary>
internal sealed class SubsonicDownloads(SubsonicClient server, IOptions<SubsonicOptions> options)
{
    private const long MaxBytes = 1L << 29; // of a song: an hour of studio quality
    private const int BufferBytes = 128 * 1024;

    private static readonly string Prefix = $"emomusic-song-{Environment.UserName}-"; // other users' are not ours to delete
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10); // of one song
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Leftover = TimeSpan.FromHours(1);

    /// <summary>The path of a new temporary file.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():n}");

    /// <summary>Deletes what a program that was killed could not.</summary>
    public static void DeleteLeftovers()
    {
        try
        {
            foreach (var file in new DirectoryInfo(Path.GetTempPath()).EnumerateFiles($"{Prefix}*")
                .Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > Leftover))
            {
                file.Delete();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is tried again in a minute.
        }
    }

    /// <summary>Whether songs may be copied: <c>Player:Subsonic:Analyse</c> says so, or "auto" and the server is near.</summary>
    public async Task<bool> AreAllowedAsync(CancellationToken cancel) => server.IsConfigured
        && options.Value.Analyse.ToLowerInvariant() switch
        {
            "always" => true,
            "never" => false,
            _ => await IsNearAsync(options.Value.Address!.IdnHost, cancel),
        };

    /// <summary>Copies a song to a new file.</summary>
    /// <returns>Why that was not possible, to be read after the song's name; null if it was.</returns>
    /// <exception cref="SubsonicException">The server is away, or does not let us in.</exception>
    public async Task<string?> SaveAsync(string song, string path, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Timeout);
        try
        {
            using var answer = await OpenAsync(song, timeout.Token);
            var whole = answer.Content.Headers.ContentLength;
            if (whole > MaxBytes)
            {
                return TooLarge;
            }

            await using var from = await answer.Content.ReadAsStreamAsync(timeout.Token);
            await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
            var buffer = new byte[BufferBytes];
            while (await from.ReadAsync(buffer, timeout.Token).AsTask().WaitAsync(ReadTimeout, timeout.Token)
                is var count and > 0)
            {
                if (to.Length + count > MaxBytes)
                {
                    return TooLarge;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), timeout.Token);
            }

            return whole is null || to.Length == whole
                ? null : "could not be copied (the Subsonic server ended it too early)";
        }
        catch (SubsonicException error) when (error.Kind is SubsonicFailure.NotFound or SubsonicFailure.Refused)
        {
            return "could not be copied (the Subsonic server refuses to send it)";
        }
        catch (SubsonicException error) when (error.Kind == SubsonicFailure.Unavailable)
        {
            await server.CallAsync("ping", cancel); // is it the server, or this song?
            return "could not be copied (the Subsonic server ended the connection)";
        }
        catch (Exception error)
            when (error is HttpRequestException or SocketException or IOException or UnauthorizedAccessException)
        {
            return $"could not be copied ({error.Message})";
        }
        catch (Exception error)
            when (error is TimeoutException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return "could not be copied (the Subsonic server is too slow)";
        }
    }

    private static string TooLarge => $"is larger than {MaxBytes >> 20} MB";

    // The file itself; else, for users who may not download, what a player gets.
    private async Task<HttpResponseMessage> OpenAsync(string song, CancellationToken cancel)
    {
        try
        {
            return await server.OpenAsync("download", song, range: null, HttpMethod.Get, cancel);
        }
        catch (SubsonicException error) when (error.Kind is SubsonicFailure.NotFound or SubsonicFailure.Refused)
        {
            return await server.OpenAsync("stream", song, range: null, HttpMethod.Get, cancel);
        }
    }

    private static async Task<bool> IsNearAsync(string host, CancellationToken cancel)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancel);
            return addresses.Length > 0 && addresses.All(IsLocal);
        }
        catch (SocketException)
        {
            return false; // unknown, or the name server is away: it is asked again in a minute
        }
    }

    // Of this machine or its network: RFC 1918, RFC 3927 and RFC 4193.
    private static bool IsLocal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is
                [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..]);
    }
}

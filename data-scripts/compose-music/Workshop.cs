namespace EmoMusic.ComposeMusic;

/// <summary>A folder for MIDI and WAV files, gone afterwards.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("compose-music-").FullName;

    public string FileFor(string title) => Path.Combine(folder, title.Replace(' ', '-'));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

namespace EmoMusic.Serving.Player.Library;

/// <summary>What one scan of the library folder knows, step by step.</summary>
/// <param name="report">Called with the progress.</param>
internal sealed class LibraryScan(Func<ScanProgress, Task> report)
{
    /// <summary>Whether the folder was read, so that the other fields hold.</summary>
    public bool IsFound { get; set; }

    /// <summary>Music and playlist files in the folder.</summary>
    public List<MusicFile> Entries { get; set; } = [];

    /// <summary>The music files, by location.</summary>
    public Dictionary<string, MusicFile> Files { get; set; } = [];

    /// <summary>The library's tracks in the database, by location.</summary>
    public Dictionary<string, IndexedFile> Indexed { get; set; } = [];

    /// <summary>Files to be read: new, changed, or postponed until now.</summary>
    public MusicFile[] Pending { get; set; } = [];

    /// <summary>Hashes of pending files, where the search for moved files needed them.</summary>
    public Dictionary<MusicFile, HashedFile> Hashed { get; set; } = [];

    /// <summary>Tracks without their file: gone, moved, or changed.</summary>
    public HashSet<IndexedFile> Displaced { get; set; } = [];

    /// <summary>Those of them whose file is not at its place.</summary>
    public HashSet<IndexedFile> Lost { get; set; } = [];

    /// <summary>What was reported last.</summary>
    public ScanProgress Progress { get; private set; } = new(0, 0, 0, false);

    /// <summary>Reports progress.</summary>
    public Task ReportAsync(ScanProgress progress) => report(Progress = progress);
}

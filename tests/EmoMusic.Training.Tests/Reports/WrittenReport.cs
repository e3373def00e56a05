using EmoMusic.Training.Reports;

namespace EmoMusic.Training.Tests.Reports;

/// <summary>A written report, for tests that only read it.</summary>
public sealed class WrittenReport : IDisposable
{
    public WrittenReport() => ReportWriter.Write(Folder, Report);

    public RunReport Report { get; } = SomeRun.Report();

    public string Folder { get; } = Directory.CreateTempSubdirectory("emomusic-").FullName;

    public string Page => File.ReadAllText(Path.Combine(Folder, "report.html"));

    public void Dispose()
    {
        Report.Data.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

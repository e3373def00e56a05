namespace EmoMusic.Serving;

/// <summary>Locates the page, the model and the music.</summary>
internal static class ContentRoot
{
    /// <summary>
    /// The program's folder if published, else the project folder above it, so that a model promoted there goes live at
    /// once. The current directory does not matter.
    /// </summary>
    public static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        for (var folder = here; folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "wwwroot")))
            {
                return folder.FullName;
            }
        }

        return here.FullName;
    }
}

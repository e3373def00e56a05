namespace EmoMusic.Serving;

/// <summary>Where the page, the model and the music are.</summary>
internal static class ContentRoot
{
    /// <summary>
    /// Beside the program where it was published, else the project's folder above it, so that a model which is
    /// promoted there goes live at once; wherever the program is called from.
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

using System.Net;

namespace EmoMusic.Training.Reports;

/// <summary>Formats values for HTML.</summary>
public static class Html
{
    private const string NoBreakSpace = "\u00a0";

    /// <summary>Encoded text.</summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A percentage such as 61.2 %, with a no-break space.</summary>
    public static string Percent(double share, int digits = 1) =>
        share.ToString($"p{digits}").Replace(" ", NoBreakSpace, StringComparison.Ordinal);

    /// <summary>A duration in at most two units.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}{NoBreakSpace}h {time.Minutes}{NoBreakSpace}min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes}{NoBreakSpace}min {time.Seconds}{NoBreakSpace}s"
        : $"{time.TotalSeconds:0.#}{NoBreakSpace}s";

    /// <summary>A PNG file as a data URL.</summary>
    public static string Png(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    /// <summary>"1 image", "2 images".</summary>
    public static string Count(int count, string one) => $"{count:n0}{NoBreakSpace}{one}{(count == 1 ? "" : "s")}";
}

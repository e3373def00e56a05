using EmoMusic.Serving.Detector.Model;

namespace EmoMusic.Serving.Detector;

/// <summary>The model that is live.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Accuracy">Share of FER-2013's PublicTest that it gets right, 0 to 1; /report tells more.</param>
/// <param name="Hash">First twelve hex digits of the file's SHA-256.</param>
/// <param name="Created">When it was exported.</param>
/// <param name="LoadedAt">When this service began to serve it.</param>
/// <param name="Labels">The emotions in the order of its output.</param>
/// <param name="FaceFinder">What finds the faces; null when nothing does, and only face=whole works.</param>
/// <param name="Hint">What to install when nothing finds faces.</param>
public sealed record ModelAnswer(
    string Network, double? Accuracy, string Hash, string Created, DateTimeOffset LoadedAt,
    IReadOnlyList<string> Labels, string? FaceFinder, string? Hint)
{
    public static ModelAnswer Of(LiveModel model, FaceFinder finder) =>
        new(model.Network, model.Accuracy, model.Hash, model.Created, model.LoadedAt, model.Labels,
            finder.Name, finder.Hint);
}

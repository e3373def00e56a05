namespace EmoMusic.Serving.Detector.Model;

/// <summary>A loaded model, as its file describes it.</summary>
/// <param name="Hash">First twelve hex digits of the file's SHA-256; every answer names the model it came from.</param>
/// <param name="Network">The network's name, for example "original".</param>
/// <param name="Accuracy">Share of FER-2013's PublicTest that it gets right, 0 to 1; null when its file says none.</param>
/// <param name="Labels">The emotions in the order of its output.</param>
/// <param name="Created">When it was exported.</param>
/// <param name="DatasetRows">Images that it was trained on and chosen by.</param>
/// <param name="LoadedAt">When this service began to serve it.</param>
public sealed record LiveModel(
    string Hash,
    string Network,
    double? Accuracy,
    IReadOnlyList<string> Labels,
    string Created,
    int? DatasetRows,
    DateTimeOffset LoadedAt);

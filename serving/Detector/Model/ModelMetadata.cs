namespace EmoMusic.Serving.Detector.Model;

/// <summary>A model's metadata.</summary>
/// <param name="Hash">The first twelve hex digits of the file's SHA-256; every response names its model.</param>
/// <param name="Network">The network's name, such as "compact".</param>
/// <param name="Accuracy">Accuracy on FER-2013's PublicTest, 0 to 1; null if the file does not say.</param>
/// <param name="Agreement">
/// Agreement with the clear majority of ten annotators on PublicTest, 0 to 1; null if it was not trained on votes.
/// </param>
/// <param name="Labels">The emotions in output order.</param>
/// <param name="Created">Export time.</param>
/// <param name="DatasetRows">Images used for training and model selection.</param>
/// <param name="LoadedAt">When this service loaded it.</param>
public sealed record ModelMetadata(
    string Hash,
    string Network,
    double? Accuracy,
    double? Agreement,
    IReadOnlyList<string> Labels,
    string Created,
    int? DatasetRows,
    DateTimeOffset LoadedAt);

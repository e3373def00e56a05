using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;

namespace EmoMusic.Serving.Detector;

/// <summary>The live model.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Accuracy">Accuracy on FER-2013's PublicTest, 0 to 1; see /report.</param>
/// <param name="Agreement">Agreement with the clear majority of annotators there, 0 to 1; null without votes.</param>
/// <param name="Hash">The first twelve hex digits of the file's SHA-256.</param>
/// <param name="Created">Export time.</param>
/// <param name="LoadedAt">When this service loaded it.</param>
/// <param name="Labels">The emotions in output order.</param>
/// <param name="FaceFinder">The face detector.</param>
public sealed record ModelResponse(
    string Network, double? Accuracy, double? Agreement, string Hash, string Created, DateTimeOffset LoadedAt,
    IReadOnlyList<string> Labels, string FaceFinder)
{
    public static ModelResponse Of(ModelMetadata model) =>
        new(model.Network, model.Accuracy, model.Agreement, model.Hash, model.Created, model.LoadedAt, model.Labels,
            FaceDetector.Name);
}

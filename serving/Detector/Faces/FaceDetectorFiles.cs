using System.Security.Cryptography;
using EmoMusic.Serving.Detector.Model;
using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>The face detector's two model files; NOTICE says where they come from.</summary>
public static class FaceDetectorFiles
{
    private const string Back = "face_detection_back_256x256_barracuda.onnx";
    private const string Front = "face_detection_front_128x128_barracuda.onnx";

    private const string WhatToDo = "Restore it with: dotnet run data-scripts/get-face-detector.cs";

    /// <summary>The SHA-256 of each, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Hashes { get; } = new Dictionary<string, string>
    {
        [Back] = "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2",
        [Front] = "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51",
    };

    /// <summary>Where the build and <c>dotnet publish</c> put them: next to this assembly.</summary>
    public static string DefaultFolder { get; } =
        Path.Combine(Path.GetDirectoryName(typeof(FaceDetectorFiles).Assembly.Location)!, "Detector", "Faces");

    /// <summary>Loads the model for faces at any distance, 256 × 256 pixels.</summary>
    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    internal static BlazeFace LoadBack(string folder) => Load(folder, Back, 256);

    /// <summary>Loads the model for near faces, 128 × 128 pixels.</summary>
    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    internal static BlazeFace LoadFront(string folder) => Load(folder, Front, 128);

    private static BlazeFace Load(string folder, string name, int side)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!File.Exists(path))
        {
            throw new ModelException($"{path}: file not found, expected the face detector's model. {WhatToDo}");
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return hash == Hashes[name] ? new BlazeFace(bytes, side) : throw new ModelException(
                $"{path}: the face detector's model is damaged: its SHA-256 is {hash}, expected {Hashes[name]}. {WhatToDo}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot read the face detector's model: {error.Message} {WhatToDo}", error);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelException($"{path}: ONNX Runtime cannot load the face detector's model: {error.Message} {WhatToDo}", error);
        }
    }
}

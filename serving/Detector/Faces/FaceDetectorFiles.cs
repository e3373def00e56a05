using System.Security.Cryptography;
using EmoMusic.Serving.Detector.Model;
using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>The face detector's two model files; NOTICE says where they come from.</summary>
internal static class FaceDetectorFiles
{
    private const string Back = "face_detection_back_256x256_barracuda.onnx";
    private const string BackHash = "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2";
    private const string Front = "face_detection_front_128x128_barracuda.onnx";
    private const string FrontHash = "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51";

    private const string WhatToDo = "Restore it with: dotnet run data-scripts/get-face-detector.cs";

    /// <summary>Where the build and <c>dotnet publish</c> put them: next to this assembly.</summary>
    public static string DefaultFolder { get; } =
        Path.Combine(Path.GetDirectoryName(typeof(FaceDetectorFiles).Assembly.Location)!, "Detector", "Faces");

    /// <summary>Loads the model for faces at any distance, 256 × 256 pixels.</summary>
    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    public static BlazeFace LoadBack(string folder) => Load(Path.Combine(folder, Back), BackHash, 256);

    /// <summary>Loads the model for near faces, 128 × 128 pixels.</summary>
    /// <exception cref="ModelException">The file is missing or damaged.</exception>
    public static BlazeFace LoadFront(string folder) => Load(Path.Combine(folder, Front), FrontHash, 128);

    private static BlazeFace Load(string path, string expectedHash, int side)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return hash == expectedHash ? new BlazeFace(bytes, side) : throw new ModelException(
                $"{path}: the face detector's model is damaged: its SHA-256 is {hash}, expected {expectedHash}. {WhatToDo}");
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

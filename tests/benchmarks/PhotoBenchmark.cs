using BenchmarkDotNet.Attributes;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Benchmarks;

/// <summary>One photo on one thread, in process: the whole pipeline, and its largest parts.</summary>
[MemoryDiagnoser]
public class PhotoBenchmark
{
    private WebApplication app = null!;
    private EmotionDetector detector = null!;
    private FaceDetector faceDetector = null!;
    private BareSession bare = null!;
    private byte[] face = null!;
    private byte[] photo = null!;
    private Photo decoded = null!;

    [GlobalSetup]
    public void Start()
    {
        app = Serving.Program.Create(["--urls", "http://127.0.0.1:0"], Paths.Serving);
        detector = app.Services.GetRequiredService<EmotionDetector>();
        faceDetector = app.Services.GetRequiredService<FaceDetector>();
        bare = new BareSession(Path.Combine(Paths.Serving, "models", "emotion.onnx"));
        face = Pictures.Face();
        photo = Pictures.Photos()[0];
        decoded = Photo.Decode(photo);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        bare.Dispose();
        await app.DisposeAsync();
    }

    [Benchmark(Description = "bare session, prepared pixels")]
    public float Bare() => bare.Run();

    [Benchmark(Description = "48×48 PNG to response, face=whole")]
    public object Whole() => detector.Detect(face, FaceMode.Whole);

    [Benchmark(Description = "face detector alone, 640×480")]
    public object Detect() => faceDetector.Detect(decoded.Pixels);

    [Benchmark(Description = "640×480 JPEG to response, face=auto")]
    public object Auto() => detector.Detect(photo, FaceMode.Auto);
}

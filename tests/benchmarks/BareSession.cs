using Microsoft.ML.OnnxRuntime;

namespace EmoMusic.Benchmarks;

/// <summary>The baseline: ONNX Runtime with prepared pixels, one face and one thread per call.</summary>
internal sealed class BareSession : IDisposable
{
    private readonly InferenceSession session;

    public BareSession(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        session = new InferenceSession(path, options);
    }

    /// <summary>Runs one face.</summary>
    /// <returns>The first score.</returns>
    public float Run()
    {
        var pixels = new float[48 * 48];
        Array.Fill(pixels, 100f);
        using var run = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 1, 48, 48]);
        using var output = session.Run(run, ["pixels"], [input], ["probabilities"]);
        return output[0].GetTensorDataAsSpan<float>()[0];
    }

    /// <summary>Faces per second with one thread per core.</summary>
    public double Throughput(TimeSpan duration)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var done = 0L;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            var mine = 0;
            for (; clock.Elapsed < duration; mine++)
            {
                Run();
            }

            Interlocked.Add(ref done, mine);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return done / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => session.Dispose();
}

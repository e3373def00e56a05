namespace EmoMusic.Serving.Tests.PredictionEnginePool;

/// <summary>Input of the tests' minimal model, which multiplies by a factor.</summary>
public sealed class Number
{
    public float Value { get; set; }
}

public sealed class Scaled
{
    public float Result { get; set; }
}

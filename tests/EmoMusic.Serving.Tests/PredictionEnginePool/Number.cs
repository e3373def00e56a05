namespace EmoMusic.Serving.Tests.PredictionEnginePool;

/// <summary>What the pools of these tests predict from: the smallest of models, a factor.</summary>
public sealed class Number
{
    public float Value { get; set; }
}

public sealed class Scaled
{
    public float Result { get; set; }
}

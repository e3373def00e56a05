using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>What all pools of a program share.</summary>
public class MLOptions
{
    /// <summary>The context that loads models and makes engines.</summary>
    public MLContext MLContext { get; set; } = new();
}

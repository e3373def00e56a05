using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Options shared by all pools.</summary>
public class MLOptions
{
    /// <summary>The context that loads models and creates engines.</summary>
    public MLContext MLContext { get; set; } = new();
}

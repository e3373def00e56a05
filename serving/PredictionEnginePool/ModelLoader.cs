using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Provides the model of a pool, and signals newer ones.</summary>
public abstract class ModelLoader
{
    /// <summary>A token that fires once, when <see cref="GetModel"/> has a newer model.</summary>
    public abstract IChangeToken GetReloadToken();

    /// <summary>The newest model. The pool owns it and disposes of it.</summary>
    public abstract ITransformer GetModel();
}

using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Gives a pool its model, and says when there is a newer one.</summary>
public abstract class ModelLoader
{
    /// <summary>A token that fires once when <see cref="GetModel"/> has a newer model; ask for the next one then.</summary>
    public abstract IChangeToken GetReloadToken();

    /// <summary>The newest model. Whoever put it into a pool no longer owns it: the pool disposes of it.</summary>
    public abstract ITransformer GetModel();
}

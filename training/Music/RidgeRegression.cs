using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Music;

/// <summary>
/// Linear regression with an L2 penalty (Hoerl and Kennard 1970) on standardised features.
/// </summary>
/// <param name="Weights">float64 [1 + features], the intercept first.</param>
/// <param name="Inverse">float64 [1 + features, 1 + features], of the penalised moments: the leverage of a new row.</param>
public sealed record RidgeRegression(Tensor Weights, Tensor Inverse)
{
    /// <summary>Fits a target.</summary>
    /// <param name="rows">float64 [n, 1 + features], standardised, with a first column of 1.</param>
    /// <param name="target">float64 [n].</param>
    /// <param name="importance">float64 [n], how much each row counts.</param>
    /// <param name="penalty">The L2 penalty; none on the intercept.</param>
    public static RidgeRegression Fit(Tensor rows, Tensor target, Tensor importance, double penalty)
    {
        using var region = NoGCRegion.Enter();
        using var scope = NewDisposeScope();
        var weights = importance.unsqueeze(1);
        var ridge = eye(rows.shape[1], dtype: ScalarType.Float64) * penalty;
        ridge[0, 0] = 0;
        var inverse = linalg.inv(rows.t().mm(weights * rows) + ridge);
        var fitted = inverse.mm(rows.t()).mm(weights * target.unsqueeze(1)).squeeze(1);
        return new RidgeRegression(fitted.MoveToOuterDisposeScope(), inverse.MoveToOuterDisposeScope());
    }

    /// <summary>Predictions, float64 [n], for rows as <see cref="Fit"/> takes them.</summary>
    public Tensor Predict(Tensor rows) => rows.mv(Weights);
}

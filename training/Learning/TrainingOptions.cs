using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Training.Learning;

/// <summary>Optimizer.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba 2015; weight decay added to the gradient.</summary>
    Adam,

    /// <summary>Loshchilov and Hutter 2019; decoupled weight decay.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with Nesterov momentum.</summary>
    Sgd,
}

/// <summary>Floating-point format of the convolutions in training.</summary>
public enum PrecisionKind
{
    /// <summary>Single precision.</summary>
    Fp32,

    /// <summary>Mixed precision: bfloat16 convolutions, float32 weights (Kalamkar et al. 2019).</summary>
    Bf16,
}

/// <summary>Learning rate schedule after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Constant.</summary>
    Constant,

    /// <summary>Half a cosine that reaches 0 one step after the last (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>How class imbalance is handled.</summary>
public enum BalanceKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The loss of a class is weighted by its inverse frequency.</summary>
    Weights,

    /// <summary>Each class is sampled equally often, with replacement.</summary>
    Oversample,
}

/// <summary>
/// Hyperparameters of a run. Each property is also a command line flag and a JSON field (<see cref="OptionNames"/>);
/// its initial value is its only default. The defaults are the recipe of the network "original"; <see cref="For"/> has
/// the others.
/// </summary>
public sealed record TrainingOptions
{
    [Description("Network to train")]
    public string Network { get; init; } = "original";

    [Description("Passes over the training images")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 50;

    [Description("Images per step")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    [Description("Adam, AdamW or Sgd (with Nesterov momentum)")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    [Description("Peak learning rate")]
    [Range(1e-12, 100.0)]
    public double LearningRate { get; init; } = 1e-4;

    [Description("Weight decay (L2)")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-7;

    [Description("Momentum of Sgd")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    [Description("Learning rate schedule after the warm-up: Constant or Cosine (to 0)")]
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    [Description("Epochs of linear warm-up; fractions allowed")]
    [Range(0.0, 10_000.0)]
    public double WarmupEpochs { get; init; }

    [Description("Label smoothing, 0 to below 1")]
    [Range(0.0, 0.999)]
    public double LabelSmoothing { get; init; }

    [Description("Weight of the teachers' predictions in the target; the rest is the label (needs --teacher)")]
    [Range(0.0, 1.0)]
    public double DistillationWeight { get; init; } = 0.6;

    [Description("Class imbalance: None, Weights (in the loss) or Oversample")]
    public BalanceKind ClassBalance { get; init; } = BalanceKind.None;

    [Description("Flip half of the images horizontally")]
    public bool HorizontalFlip { get; init; }

    [Description("Translate by up to this many pixels in each direction")]
    [Range(0.0, 24.0)]
    public double Translate { get; init; }

    [Description("Rotate by up to this many degrees either way")]
    [Range(0.0, 180.0)]
    public double Rotate { get; init; }

    [Description("Scale up or down by up to this fraction")]
    [Range(0.0, 0.9)]
    public double Scale { get; init; }

    [Description("Change the brightness by up to this fraction")]
    [Range(0.0, 0.9)]
    public double Brightness { get; init; }

    [Description("Change the contrast by up to this fraction")]
    [Range(0.0, 0.9)]
    public double Contrast { get; init; }

    [Description("Probability of blurring an image, by a random amount")]
    [Range(0.0, 1.0)]
    public double Blur { get; init; }

    [Description("Probability of halving an image's resolution")]
    [Range(0.0, 1.0)]
    public double Downscale { get; init; }

    [Description("Probability of JPEG compression, at a random quality from 30 to 95")]
    [Range(0.0, 1.0)]
    public double Jpeg { get; init; }

    [Description("Probability of erasing a random rectangle (Zhong et al. 2020)")]
    [Range(0.0, 1.0)]
    public double RandomErasing { get; init; }

    [Description("Probability of covering the eyes as sunglasses do, or the mouth as a mask does")]
    [Range(0.0, 1.0)]
    public double Occlusion { get; init; }

    [Description("Mixup alpha: weights are drawn from Beta(alpha, alpha) (Zhang et al. 2018); 0 turns it off")]
    [Range(0.0, 10.0)]
    public double Mixup { get; init; }

    [Description("Final epochs without random erasing and mixup (He et al. 2019)")]
    [Range(0, 10_000)]
    public int CleanFinalEpochs { get; init; }

    [Description("Share of the training rows set aside to fit the temperature")]
    [Range(0.0, 0.5)]
    public double CalibrationShare { get; init; }

    [Description("Decay per step of the weights' moving average, which is evaluated and exported; 0 turns it off")]
    [Range(0.0, 0.999999)]
    public double EmaDecay { get; init; }

    [Description("Added to the logit of fear in evaluation and export, to raise its recall")]
    [Range(0.0, 10.0)]
    public double FearLogitBias { get; init; }

    [Description("Accuracy on the calibration set that the bias of rare classes may cost (Menon et al. 2021); 0 turns it off")]
    [Range(0.0, 1.0)]
    public double LogitAdjustment { get; init; }

    [Description("Early stopping: epochs without a better validation accuracy; 0 turns it off")]
    [Range(0, 10_000)]
    public int Patience { get; init; }

    [Description("Layers to freeze, counted from the input (needs --from)")]
    [Range(0, 1000)]
    public int Freeze { get; init; }

    [Description("Reinitialise the last layer, for labels with another meaning (needs --from)")]
    public bool ResetHead { get; init; }

    [Description("Precision: Fp32, or Bf16 (mixed; for the network wide, on processors with AVX512_BF16)")]
    public PrecisionKind Precision { get; init; } = PrecisionKind.Fp32;

    [Description("Cpu, Cuda (needs a build with -p:Torch=cuda), Mps, or Auto (a GPU if there is one); only Cpu is reproducible")]
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    [Description("Random seed")]
    public int Seed { get; init; } = 42;

    [Description("CPU threads; weights are reproducible only with the same number")]
    [Range(1, 1024)]
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The recipe of a network, which flags then override.</summary>
    public static TrainingOptions For(string network) => network switch
    {
        "compact" => new()
        {
            Network = network,
            Epochs = 60,
            BatchSize = 128,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.08,
            WeightDecay = 5e-4,
            Schedule = ScheduleKind.Cosine,
            WarmupEpochs = 3,
            LabelSmoothing = 0.1,
            HorizontalFlip = true,
            Translate = 4,
            Rotate = 12,
            Scale = 0.15,
            Brightness = 0.3,
            Contrast = 0.3,
            Blur = 0.25,
            Downscale = 0.2,
            Jpeg = 0.25,
            RandomErasing = 0.25,
            Mixup = 0.2,
            CleanFinalEpochs = 10,
            CalibrationShare = 0.04,
            EmaDecay = 0.998,
        },
        "wide" => For("compact") with
        {
            Network = network,
            LabelSmoothing = 0, // votes are soft already
            RandomErasing = 0.4,
            CalibrationShare = 0.06,
            EmaDecay = 0.999,
        },
        _ => new() { Network = network },
    };
}

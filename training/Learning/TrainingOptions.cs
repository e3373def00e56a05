using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EmoMusic.Training.Learning;

/// <summary>How the weights follow the gradient.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba 2015; weight decay added to the gradient.</summary>
    Adam,

    /// <summary>Loshchilov and Hutter 2019; weight decay apart from the gradient.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with Nesterov momentum.</summary>
    Sgd,
}

/// <summary>How the learning rate changes over the run, after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>Half a cosine, which would be 0 one step after the last (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>What is done about classes of different sizes.</summary>
public enum BalanceKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The loss of a class is weighted by the inverse of its share.</summary>
    Weights,

    /// <summary>Each class is drawn equally often, with replacement.</summary>
    Oversample,
}

/// <summary>
/// Everything that a run depends on besides the data. Each property is a flag of the command line; its initial value
/// here is the only place where its default is written. The defaults are those of the network "original";
/// <see cref="For"/> has those of the others.
/// </summary>
public sealed record TrainingOptions
{
    [Description("Network to train")]
    public string Network { get; init; } = "original";

    [Description("Times that every image is seen")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 50;

    [Description("Images a step")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    [Description("How the weights follow the gradient: Adam, AdamW or Sgd (with Nesterov momentum)")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    [Description("Highest learning rate")]
    [Range(1e-12, 100.0)]
    public double LearningRate { get; init; } = 1e-4;

    [Description("L2 penalty on the weights")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-7;

    [Description("Momentum of Sgd")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    [Description("Learning rate after the warm-up: Constant or Cosine (to 0)")]
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    [Description("Epochs in which the learning rate rises from 0, fractions allowed")]
    [Range(0.0, 10_000.0)]
    public double WarmupEpochs { get; init; }

    [Description("Share of the target spread over all classes, 0 to below 1")]
    [Range(0.0, 0.999)]
    public double LabelSmoothing { get; init; }

    [Description("Share of the target that is what the models named by --teacher say, the rest being the label")]
    [Range(0.0, 1.0)]
    public double DistillationWeight { get; init; } = 0.6;

    [Description("Unequal classes: None, Weights (in the loss) or Oversample")]
    public BalanceKind ClassBalance { get; init; } = BalanceKind.None;

    [Description("Mirror half of the images")]
    public bool HorizontalFlip { get; init; }

    [Description("Move images by up to this many pixels each way")]
    [Range(0.0, 24.0)]
    public double Translate { get; init; }

    [Description("Turn images by up to this many degrees each way")]
    [Range(0.0, 180.0)]
    public double Rotate { get; init; }

    [Description("Enlarge or shrink images by up to this share, 0 to below 1")]
    [Range(0.0, 0.9)]
    public double Scale { get; init; }

    [Description("Make images brighter or darker by up to this share, 0 to below 1")]
    [Range(0.0, 0.9)]
    public double Brightness { get; init; }

    [Description("Strengthen or weaken the contrast of images by up to this share, 0 to below 1")]
    [Range(0.0, 0.9)]
    public double Contrast { get; init; }

    [Description("Share of images that are blurred, each by another amount")]
    [Range(0.0, 1.0)]
    public double Blur { get; init; }

    [Description("Share of images that lose half of their resolution")]
    [Range(0.0, 1.0)]
    public double Downscale { get; init; }

    [Description("Share of images that are compressed by JPEG, each by a quality of 30 to 95")]
    [Range(0.0, 1.0)]
    public double Jpeg { get; init; }

    [Description("Share of images from which a random rectangle is erased (Zhong et al. 2020)")]
    [Range(0.0, 1.0)]
    public double RandomErasing { get; init; }

    [Description("Mix each batch with itself in another order, by a share from Beta(this, this) (Zhang et al. 2018); 0 is off")]
    [Range(0.0, 10.0)]
    public double Mixup { get; init; }

    [Description("Epochs at the end in which nothing is erased or mixed: whole faces to finish with (He et al. 2019)")]
    [Range(0, 10_000)]
    public int CleanFinalEpochs { get; init; }

    [Description("Share of the training rows that is not learnt from; the temperature of the confidence is fitted on it")]
    [Range(0.0, 0.5)]
    public double CalibrationShare { get; init; }

    [Description("Decay a step of the moving average of the weights, which is then what is judged and kept; 0 is off")]
    [Range(0.0, 0.999999)]
    public double EmaDecay { get; init; }

    [Description("Added to the logit of fear when judging and exporting, so that it is found more often")]
    [Range(0.0, 10.0)]
    public double FearLogitBias { get; init; }

    [Description("Stop after this many epochs without a better validation accuracy; 0 is never")]
    [Range(0, 10_000)]
    public int Patience { get; init; }

    [Description("Layers, counted from the input, that keep the weights that --from took over")]
    [Range(0, 1000)]
    public int Freeze { get; init; }

    [Description("Begin with a fresh last layer after --from, where the labels mean something else")]
    public bool ResetHead { get; init; }

    [Description("Seed of everything random")]
    public int Seed { get; init; } = 42;

    [Description("Threads that compute; weights are the same only for the same number")]
    [Range(1, 1024)]
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The recipe that a network comes with, which its flags then change.</summary>
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
        _ => new() { Network = network },
    };
}

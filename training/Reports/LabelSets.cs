using EmoMusic.Training.Data;

namespace EmoMusic.Training.Reports;

/// <summary>FER-2013's labels beside the annotators' votes for the same images.</summary>
/// <param name="ByLabel">Images by label.</param>
/// <param name="ByVotes">Sum of the votes' shares, one for each image, in the same order.</param>
/// <param name="Pairs">Images with a clear majority by [label][majority].</param>
public sealed record LabelSets(
    IReadOnlyList<int> ByLabel, IReadOnlyList<double> ByVotes, IReadOnlyList<IReadOnlyList<int>> Pairs)
{
    /// <summary>Images with a clear majority.</summary>
    public int Clear => Pairs.Sum(row => row.Sum());

    /// <summary>Share of them whose label is the majority's.</summary>
    public double Agreement => (double)Pairs.Select((row, label) => row[label]).Sum() / Math.Max(1, Clear);

    /// <summary>Compares the label sets; null without votes.</summary>
    public static LabelSets? Of(LabelledImages images)
    {
        if (images.Votes is null)
        {
            return null;
        }

        using var targets = images.Targets();
        using var exam = images.ByMajority();
        var labels = images.Labels.data<long>().ToArray();
        var votes = new double[Emotions.Count];
        foreach (var shares in targets.data<float>().ToArray().Chunk(Emotions.Count))
        {
            for (var i = 0; i < shares.Length; i++)
            {
                votes[i] += float.IsNaN(shares[i]) ? 0 : shares[i]; // no emotion won
            }
        }

        var pairs = Emotions.Names.Select(_ => new int[Emotions.Count]).ToArray();
        foreach (var (row, majority) in images.ClearMajority().Zip(exam.Labels.data<long>()))
        {
            pairs[labels[row]][majority]++;
        }

        return new LabelSets(images.CountByClass(), votes, pairs);
    }
}

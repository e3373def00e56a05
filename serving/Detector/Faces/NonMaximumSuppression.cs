namespace EmoMusic.Serving.Detector.Faces;

/// <summary>Merges overlapping detections of the same face.</summary>
internal static class NonMaximumSuppression
{
    private const double MinIntersectionOverUnion = 0.3;

    /// <summary>
    /// Weighted non-maximum suppression: each group that overlaps its best detection becomes one, the mean weighted by
    /// confidence, with the confidence of the best (arXiv:1907.05047, section 4).
    /// </summary>
    public static List<Detection> Merge(IEnumerable<Detection> detections)
    {
        var left = detections.OrderByDescending(detection => detection.Confidence).ToList();
        var merged = new List<Detection>();
        while (left.Count > 0)
        {
            var best = left[0];
            var group = left.FindAll(other => IntersectionOverUnion(best.Box, other.Box) > MinIntersectionOverUnion);
            merged.Add(group.Count > 1 ? Mean(group) : best);
            left.RemoveAll(detection => ReferenceEquals(detection, best) || group.Contains(detection));
        }

        return merged;
    }

    /// <summary>The area that two boxes share, divided by the area that they cover together.</summary>
    public static double IntersectionOverUnion(Box a, Box b)
    {
        var width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        var shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / ((a.Width * a.Height) + (b.Width * b.Height) - shared);
    }

    private static Detection Mean(List<Detection> group)
    {
        var total = group.Sum(detection => detection.Confidence);
        double Weighted(Func<Detection, double> value) =>
            group.Sum(detection => value(detection) * detection.Confidence) / total;

        var box = new Box(
            Weighted(each => each.Box.X), Weighted(each => each.Box.Y),
            Weighted(each => each.Box.Width), Weighted(each => each.Box.Height));
        var points = Enumerable.Range(0, Keypoints.Count)
            .Select(k => new Point(Weighted(each => each.Keypoints.All[k].X), Weighted(each => each.Keypoints.All[k].Y)));
        return new(box, Keypoints.From(points.ToArray()), group[0].Confidence);
    }
}

using EmoMusic.Serving.Player.Listeners;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>Corrections of simulated faces: each kind of face is read a little differently every time.</summary>
public sealed class CalibrationTests
{
    private const int Concentration = 100; // of the readings around those of their kind

    private static readonly float[] AngryOrSad = Reading((Emotion.Angry, .55f), (Emotion.Sad, .25f));
    private static readonly float[] Angry = Reading((Emotion.Angry, .95f));
    private static readonly float[] Happy = Reading((Emotion.Happy, .9f));

    private readonly Random random = new(7);

    [Fact]
    public void Without_corrections_scores_stay_as_they_are()
    {
        Assert.Equal(AngryOrSad, Calibration.Empty.Adjust(AngryOrSad));
        Assert.Empty(Calibration.Empty.Counts);
    }

    [Fact]
    public void Adjusted_scores_are_probabilities()
    {
        var calibration = Calibration.Empty;
        for (var i = 0; i < 200; i++)
        {
            calibration = calibration.Add(Face(AngryOrSad), Emotions.All[random.Next(7)]);
            var scores = calibration.Adjust([.. Face(Happy).Select(score => (float)score)]);
            Assert.All(scores, score => Assert.InRange(score, 0, 1));
            Assert.Equal(1, scores.Sum(), 5);
        }
    }

    [Theory]
    [InlineData(Emotion.Neutral)]
    [InlineData(Emotion.Sad)]
    [InlineData(Emotion.Happy)]
    public void Ten_consistent_corrections_change_the_answer_for_the_same_kind_of_face(Emotion said)
    {
        var calibration = Correct(Calibration.Empty, AngryOrSad, said, 10);

        Assert.Equal(said, Answer(calibration, AngryOrSad));
        Assert.True(Share(calibration, AngryOrSad, said) > 0.95);
    }

    [Fact]
    public void Even_a_clear_face_is_read_anew_after_ten_corrections() =>
        Assert.Equal(Emotion.Neutral, Answer(Correct(Calibration.Empty, Angry, Emotion.Neutral, 10), Angry));

    [Fact]
    public void One_correction_does_not_change_a_clear_answer() =>
        Assert.Equal(Emotion.Happy, Answer(Correct(Calibration.Empty, Happy, Emotion.Neutral, 1), Happy));

    [Fact]
    public void A_clear_face_of_another_kind_stays_as_it_was()
    {
        var calibration = Correct(Calibration.Empty, AngryOrSad, Emotion.Neutral, 10);

        var scores = calibration.Adjust(Happy);
        Assert.All(Emotions.All, emotion => Assert.Equal(Happy[(int)emotion], scores[(int)emotion], 0.1f));
        Assert.Equal(1, Share(calibration, Happy, Emotion.Happy));
    }

    [Fact]
    public void Ten_later_opposite_corrections_change_it_back()
    {
        var wrong = Correct(Calibration.Empty, AngryOrSad, Emotion.Happy, 10);

        var right = Correct(wrong, AngryOrSad, Emotion.Angry, 10);

        Assert.Equal((Emotion.Happy, Emotion.Angry), (Answer(wrong, AngryOrSad), Answer(right, AngryOrSad)));
        Assert.True(Share(right, AngryOrSad, Emotion.Angry) > 0.95);
    }

    [Fact]
    public void Even_many_wrong_corrections_are_outweighed_in_time()
    {
        var wrong = Correct(Calibration.Empty, AngryOrSad, Emotion.Happy, 300);

        Assert.Equal(Emotion.Neutral, Answer(Correct(wrong, AngryOrSad, Emotion.Neutral, 40), AngryOrSad));
    }

    [Fact]
    public void A_few_wrong_ones_among_many_right_ones_change_nothing()
    {
        var calibration = Calibration.Empty;
        for (var i = 1; i <= 60; i++)
        {
            calibration = calibration.Add(Face(AngryOrSad), i % 6 == 0 ? Emotion.Happy : Emotion.Neutral);
            if (i >= 20)
            {
                Assert.Equal(Emotion.Neutral, Answer(calibration, AngryOrSad));
            }
        }
    }

    [Fact]
    public void Counts_are_bounded_and_survive_storage()
    {
        var calibration = Correct(Calibration.Empty, AngryOrSad, Emotion.Happy, 500);

        Assert.InRange(calibration.Counts.Sum(each => each.Count), 25, (Calibration.HalfLife / Math.Log(2)) + 1);
        Assert.Equal(calibration.Adjust(AngryOrSad), Calibration.From(calibration.Counts).Adjust(AngryOrSad));
    }

    private Calibration Correct(Calibration calibration, float[] kind, Emotion said, int times)
    {
        for (var i = 0; i < times; i++)
        {
            calibration = calibration.Add(Face(kind), said);
        }

        return calibration;
    }

    private static Emotion Answer(Calibration calibration, float[] face)
    {
        var scores = calibration.Adjust(face);
        return Emotions.All.MaxBy(emotion => scores[(int)emotion]);
    }

    // The share of a hundred faces of this kind that are now read as the emotion.
    private double Share(Calibration calibration, float[] kind, Emotion emotion) => Enumerable.Range(0, 100)
        .Count(_ => Answer(calibration, [.. Face(kind).Select(score => (float)score)]) == emotion) / 100.0;

    // A sample of a Dirichlet distribution around the kind.
    private double[] Face(float[] kind)
    {
        var gammas = kind.Select(score => random.NextGamma(1 + (Concentration * score))).ToArray();
        return [.. gammas.Select(gamma => gamma / gammas.Sum())];
    }

    private static float[] Reading(params (Emotion Emotion, float Score)[] given)
    {
        var rest = (1 - given.Sum(each => each.Score)) / (7 - given.Length);
        return [.. Emotions.All.Select(emotion =>
            given.FirstOrDefault(each => each.Emotion == emotion, (Emotion: emotion, Score: rest)).Score)];
    }
}

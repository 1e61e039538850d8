using Percept.Numerics;

namespace Percept.Attribution.Checks;

/// <summary>Removes a picture's pixels and puts them back, in the order of maps.</summary>
sealed class Removal
{
    const int RandomMaps = 4, Blotches = 8;

    readonly AttributionTarget subject;
    readonly float[] blurred;
    readonly int steps;
    readonly double deleted, inserted;
    readonly float atPicture, atBaseline, atBlurred;

    /// <param name="subject">The picture and the objective.</param>
    /// <param name="blurred">The picture blurred.</param>
    /// <param name="steps">In how many steps all pixels go.</param>
    internal Removal(AttributionTarget subject, float[] blurred, int steps)
    {
        (this.subject, this.blurred, this.steps) = (subject, blurred, steps);
        (atPicture, atBaseline, atBlurred) = (subject.Value, subject.BaselineValue, subject.ScoreOf(blurred));
        var random = subject.Processors.Select(RandomMaps, index =>
        {
            var map = Blotched(index);
            return (Deleted: Deletion(map).Area, Inserted: Insertion(map).Area);
        });
        (deleted, inserted) = (random.Average(areas => areas.Deleted), random.Average(areas => areas.Inserted));
    }

    /// <summary>The baseline takes the place of pixels.</summary>
    internal RemovalCurve Delete(float[] map) => Deletion(map) with { Chance = deleted };

    /// <summary>Pixels take their place in the picture blurred.</summary>
    internal RemovalCurve Insert(float[] map) => Insertion(map) with { Chance = inserted };

    RemovalCurve Deletion(float[] map) => Curve([atPicture, .. Between(map, subject.Planes, subject.Baseline), atBaseline], picture: 0, without: steps);

    RemovalCurve Insertion(float[] map) => Curve([atBlurred, .. Between(map, blurred, subject.Planes), atPicture], picture: steps, without: 0);

    /// <summary>The objective while one image takes another's place, without the ends, which all maps have in common.</summary>
    IEnumerable<float> Between(float[] map, float[] from, float[] to)
    {
        var ranked = Ranking(map);
        return subject.Scores(steps - 1, (step, into) =>
        {
            from.CopyTo(into);
            foreach (var pixel in ranked.AsSpan(0, (int)((long)ranked.Length * (step + 1) / steps)))
                for (var channel = 0; channel < subject.Channels; channel++) into[(channel * ranked.Length) + pixel] = to[(channel * ranked.Length) + pixel];
        });
    }

    static RemovalCurve Curve(float[] scores, int picture, int without)
    {
        var rise = (double)scores[picture] - scores[without];
        return new([.. scores.Select(score => ((double)score - scores[without]) / rise)], double.NaN, rise);
    }

    /// <summary>Pixels from the highest number to the lowest; equals in random order, so that they favour no side of the picture.</summary>
    int[] Ranking(float[] map)
    {
        int[] pixels = [.. Enumerable.Range(0, map.Length)];
        new Random(Seeds.Of(subject.Seed, "ranking")).Shuffle(pixels);
        return [.. pixels.OrderByDescending(pixel => map[pixel])];
    }

    float[] Blotched(int index)
    {
        var random = new Random(Seeds.Of(subject.Seed, FormattableString.Invariant($"blotches {index}")));
        float[] grid = [.. Enumerable.Range(0, Blotches * Blotches).Select(_ => random.NextSingle())];
        return Grids.Enlarge(grid, Blotches, Blotches, subject.Height, subject.Width);
    }
}

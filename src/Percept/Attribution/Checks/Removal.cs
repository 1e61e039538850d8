using Percept.Optimization;

namespace Percept.Attribution.Checks;

/// <summary>Removes a picture's pixels and puts them back, in the order of maps.</summary>
sealed class Removal
{
    const int Steps = 32, RandomMaps = 4, Blotches = 8;

    readonly Subject subject;
    readonly float[] blurred;
    readonly double deleted, inserted;

    internal Removal(Subject subject, float[] blurred)
    {
        (this.subject, this.blurred) = (subject, blurred);
        float[][] random = [.. Enumerable.Range(0, RandomMaps).Select(Blotched)];
        deleted = random.Average(map => RemovalCurve.Under(Deletion(map)));
        inserted = random.Average(map => RemovalCurve.Under(Insertion(map)));
    }

    /// <summary>The baseline takes the place of pixels.</summary>
    internal RemovalCurve Delete(float[] map) => new(Deletion(map), deleted);

    /// <summary>Pixels take their place in the picture blurred.</summary>
    internal RemovalCurve Insert(float[] map) => new(Insertion(map), inserted);

    double[] Deletion(float[] map) => [.. Shares([.. Follow(map, subject.Planes, subject.Baseline).Reverse()]).Reverse()];

    double[] Insertion(float[] map) => [.. Shares([.. Follow(map, blurred, subject.Planes)])];

    /// <summary>The objective while one image takes another's place.</summary>
    IEnumerable<float> Follow(float[] map, float[] from, float[] to)
    {
        var ranked = Ranking(map);
        return subject.Scores(Steps + 1, (step, into) =>
        {
            from.CopyTo(into);
            foreach (var pixel in ranked.AsSpan(0, (int)((long)ranked.Length * step / Steps)))
                for (var channel = 0; channel < subject.Channels; channel++) into[(channel * ranked.Length) + pixel] = to[(channel * ranked.Length) + pixel];
        });
    }

    static IEnumerable<double> Shares(float[] scores) => scores.Select(score => ((double)score - scores[0]) / ((double)scores[^1] - scores[0]));

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

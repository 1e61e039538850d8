using Percept.Optimization;

namespace Percept.Attribution.Checks;

/// <summary>How the objective changes as pixels are removed from the picture, or put back into it, those that count most first (Petsiuk et al., 2018).</summary>
/// <param name="Points">The objective's value after equal shares of the pixels, as a share of the way from without any to the whole picture: near 1 at one end, near 0 at the other.</param>
/// <param name="Area">The area under the points: for removal the lower the better, for putting back the higher the better.</param>
/// <param name="Chance">The mean area for maps of random blotches.</param>
public sealed record RemovalCurve(IReadOnlyList<double> Points, double Area, double Chance)
{
    const int Steps = 32, RandomMaps = 4, Blotches = 8;

    /// <summary>Pixels are replaced by the baseline.</summary>
    internal static RemovalCurve Deletion(Subject subject, float[] map) => Of(subject, map, subject.Planes, subject.Baseline, isDeletion: true);

    /// <summary>Pixels are put into another image: the picture, blurred.</summary>
    internal static RemovalCurve Insertion(Subject subject, float[] map, float[] blurred) => Of(subject, map, blurred, subject.Planes, isDeletion: false);

    static RemovalCurve Of(Subject subject, float[] map, float[] from, float[] to, bool isDeletion)
    {
        var points = Follow(map);
        return new(points, Under(points), Enumerable.Range(0, RandomMaps).Average(i => Under(Follow(Blotched(subject, i)))));

        double[] Follow(float[] order)
        {
            var ranked = Ranking(order, subject.Seed);
            float[] scores = [.. subject.Scores(Steps + 1, (step, into) => Mix(step, ranked, into))];
            var (nothing, all) = isDeletion ? (scores[^1], scores[0]) : (scores[0], scores[^1]);
            return [.. scores.Select(score => ((double)score - nothing) / ((double)all - nothing))];
        }

        void Mix(int step, int[] ranked, Span<float> into)
        {
            from.CopyTo(into);
            var area = ranked.Length;
            foreach (var pixel in ranked.AsSpan(0, (int)((long)area * step / Steps)))
                for (var channel = 0; channel < subject.Channels; channel++) into[(channel * area) + pixel] = to[(channel * area) + pixel];
        }
    }

    static double Under(double[] points) => points.Zip(points.Skip(1), (a, b) => (a + b) / 2).Average();

    /// <summary>Pixels from the highest number to the lowest; equals in random order, so that they favour no side of the picture.</summary>
    static int[] Ranking(float[] map, int seed)
    {
        int[] pixels = [.. Enumerable.Range(0, map.Length)];
        new Random(Seeds.Of(seed, "ranking")).Shuffle(pixels);
        return [.. pixels.OrderByDescending(pixel => map[pixel])];
    }

    static float[] Blotched(Subject subject, int index)
    {
        var random = new Random(Seeds.Of(subject.Seed, FormattableString.Invariant($"blotches {index}")));
        float[] grid = [.. Enumerable.Range(0, Blotches * Blotches).Select(_ => random.NextSingle())];
        return Grids.Enlarge(grid, Blotches, Blotches, subject.Height, subject.Width);
    }
}

namespace Percept.Networks.Detection;

/// <summary>Compares what arrives at batch normalisations with what they have stored of their training.</summary>
static class NormalizationMismatch
{
    /// <summary>The mean, over units, of |ln(deviation / stored deviation)| + |mean − stored mean| / (root mean square of both deviations); each normalisation weighs half as much as the one before.</summary>
    /// <param name="readings">What was read, an entry an image.</param>
    /// <param name="stored">The stored means and variances.</param>
    /// <param name="images">How often each image counts.</param>
    /// <param name="units">How often each unit counts, normalisation by normalisation.</param>
    internal static double Of(IReadOnlyList<Reading> readings, IReadOnlyList<(float[] Mean, float[] Variance)> stored, int[] images, int[][] units)
    {
        var (total, weights, seen) = (0.0, 0.0, images.Sum());
        for (var (n, weight) = (0, 1.0); n < stored.Count; n++, weight /= 2)
        {
            var (sum, count) = (0.0, 0);
            for (var unit = 0; unit < units[n].Length; unit++)
            {
                if (units[n][unit] == 0) continue;
                var (mean, square) = (0.0, 0.0);
                for (var image = 0; image < images.Length; image++)
                {
                    mean += images[image] * readings[image].Means[n][unit];
                    square += images[image] * readings[image].Squares[n][unit];
                }

                sum += units[n][unit] * OfUnit(mean / seen, square / seen, stored[n].Variance[unit]);
                count += units[n][unit];
            }

            if (count == 0) continue;
            (total, weights) = (total + (weight * sum / count), weights + weight);
        }

        return weights > 0 ? total / weights : double.PositiveInfinity;
    }

    /// <summary>How often each unit counts where nothing is resampled: once, but for those that were silent in training.</summary>
    internal static int[][] Units(IReadOnlyList<(float[] Mean, float[] Variance)> stored) => [.. stored.Select(normalization =>
    {
        var typical = normalization.Variance.Order().ElementAt(normalization.Variance.Length / 2);
        return normalization.Variance.Select(variance => variance > 1e-4 * typical ? 1 : 0).ToArray();
    })];

    /// <summary>As many drawn with replacement from those that count.</summary>
    internal static int[] Resample(int[] counts, Random random)
    {
        var there = Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).ToArray();
        var drawn = new int[counts.Length];
        foreach (var _ in there) drawn[there[random.Next(there.Length)]]++;
        return drawn;
    }

    static double OfUnit(double apart, double square, double stored)
    {
        const double Most = 10;
        var variance = Math.Max(square - (apart * apart), 0);
        if (!double.IsFinite(square) || variance == 0) return Most;
        return Math.Min(Most, Math.Abs(0.5 * Math.Log(variance / stored)) + (Math.Abs(apart) / Math.Sqrt((variance + stored) / 2)));
    }
}

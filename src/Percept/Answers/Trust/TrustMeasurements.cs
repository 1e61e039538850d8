using Percept.Atlases;
using Percept.Imaging;
using Percept.Numerics;
using Percept.Scheduling;

namespace Percept.Answers.Trust;

/// <summary>The numbers of a statement, found one after the other; docs/trust.md has their formulas.</summary>
sealed class TrustMeasurements
{
    const string NoImages = "The atlas holds no images that the network was matched with.";

    static readonly string[] all =
    [
        "activation_ratio", "activation_percentile", "activation_z", "robust_activation_ratio", "robust_shift", "robust_jpeg", "robust_blur", "path_similarity", "path_spread", "selectivity",
        "selectivity_rank", "selectivity_of", "agreement", "agreement_z", "seed_stability", "facets", "silent", "spectrum_distance", "spectrum_percentile",
    ];

    readonly Dictionary<string, string> reasons = [];

    /// <summary>The statement of a picture of which nothing can be measured.</summary>
    internal static TrustStatement None(string reason) => new()
    {
        Reasons = all.ToDictionary(name => name, _ => reason),
    };

    internal TrustStatement Statement
    {
        get => field with { Reasons = reasons };
        private set;
    } = new();

    internal void Excite(UnitStatistics? unit, IReadOnlyList<ExampleRecord> highest, float activation)
    {
        if (unit is null || unit.Images == 0)
        {
            Absent(NoImages, "activation_ratio", "activation_percentile", "activation_z", "silent");
            return;
        }

        var z = unit.StandardDeviation > 0 ? Rounded((activation - unit.Mean) / unit.StandardDeviation) : null;
        Statement = Statement with
        {
            Silent = unit.IsDead || unit.Fires == 0,
            ActivationRatio = unit.Maximum > 0 ? Rounded(activation / unit.Maximum) : null,
            ActivationPercentile = Rounded(Percentile()),
            ActivationZ = z,
        };
        if (unit.Maximum <= 0) Absent("No image of the dataset drives the unit above 0, so there is nothing to divide by; activation_z compares them.", "activation_ratio");
        if (z is null) Absent("Every image of the dataset drives the unit alike.", "activation_z");

        double Percentile()
        {
            var higher = highest.Count(example => example.Activation >= activation);
            if (higher < highest.Count || highest.Count >= unit.Images) return 1 - ((double)higher / unit.Images);

            // Below the images that are kept by name, the normal distribution of the same mean and spread has to do.
            return Math.Min(1 - ((double)higher / unit.Images), unit.StandardDeviation > 0 ? Normal((activation - unit.Mean) / unit.StandardDeviation) : 0);
        }
    }

    internal void Robust(float peak, Func<Picture, float> look, Picture picture, Processors processors)
    {
        if (peak <= 0)
        {
            Absent("The picture does not drive the unit above 0, so there is nothing to keep a share of.", "robust_activation_ratio", "robust_shift", "robust_jpeg", "robust_blur");
            return;
        }

        var (shift, jpeg, blur) = (Kept(HeldOutViews.Shifts(picture)), Kept(HeldOutViews.Jpegs(picture)), Kept(HeldOutViews.Blurs(picture)));
        Statement = Statement with { RobustShift = Rounded(shift), RobustJpeg = Rounded(jpeg), RobustBlur = Rounded(blur), RobustActivationRatio = Rounded((shift + jpeg + blur) / 3) };

        double Kept(IEnumerable<Picture> views) => processors.Select([.. views], look).Average(reached => reached / peak);
    }

    internal void Selectivity(int unit, float[] peaks, Dictionary<int, UnitStatistics> statistics)
    {
        var driven = statistics.Values.Where(other => other.StandardDeviation > 0).ToDictionary(other => other.Unit, other => (peaks[other.Unit] - other.Mean) / other.StandardDeviation);
        if (driven.Count < 2 || !driven.TryGetValue(unit, out var own))
        {
            Absent(statistics.Count == 0 ? NoImages : "There are no two units of the layer that the dataset's images drive differently, this one among them.", "selectivity", "selectivity_rank", "selectivity_of");
            return;
        }

        var rank = 1 + driven.Values.Count(other => other > own);
        Statement = Statement with { SelectivityRank = rank, SelectivityOf = driven.Count, Selectivity = Rounded(1 - ((rank - 1.0) / (driven.Count - 1))) };
    }

    /// <param name="sight">The way to the layer.</param>
    /// <param name="seen">What the network makes of the picture.</param>
    /// <param name="usual">What it makes of random images.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="examples">The unit's top images.</param>
    /// <param name="look">What the network makes of one.</param>
    /// <param name="others">What it makes of the unit's pictures from other seeds.</param>
    internal void Images(LayerProbe sight, UnitResponses seen, ReferenceDistribution? usual, int unit, IReadOnlyList<ExampleRecord> examples, Func<ExampleRecord, UnitResponses> look, IReadOnlyList<UnitResponses> others)
    {
        Statement = Statement with { Seeds = 1 + others.Count };
        Absent(others.Count == 0 ? "There is one picture of this unit; others from other seeds would tell." : "There is too little to compare pictures by.", "seed_stability");
        if (usual is null)
        {
            Absent(NoImages, "path_similarity", "path_spread", "agreement", "agreement_z", "facets", "spectrum_distance", "spectrum_percentile");
            return;
        }

        var distance = usual.SpectrumDistance(seen);
        Statement = Statement with { SpectrumDistance = Rounded(distance), SpectrumPercentile = Rounded((double)usual.SpectrumDistances.Count(other => other < distance) / usual.SpectrumDistances.Count) };
        var random = usual.Without(examples);
        if (examples.Count < 2 || random.Count < 4)
        {
            Absent(examples.Count < 2 ? "The unit has fewer than two top images." : "There are fewer than four images that excite other units but not this one.", "path_similarity", "path_spread", "agreement", "agreement_z", "facets");
            return;
        }

        var top = sight.Network.Processors.Select(examples, look);
        Path(sight, usual.Standardised(seen), [.. top.Select(usual.Standardised)], [.. random.Select(usual.Standardised)]);
        Agreement(seen, top, random, unit, others);
    }

    void Path(LayerProbe sight, float[][] patterns, IReadOnlyList<float[][]> top, IReadOnlyList<float[][]> random)
    {
        var before = sight.Path.Count;
        var layers = Enumerable.Range(0, before).Select(layer => PathSimilarity.At(patterns[layer], [.. top.Select(each => each[layer])], [.. random.Select(each => each[layer])])).ToArray();
        var (similarity, spread) = PathSimilarity.Overall([.. layers.OfType<LayerPath>()]);
        Statement = Statement with
        {
            Path = [.. layers.Select((at, i) => new LayerSimilarity(sight.Path[i].Name, at is null ? null : Rounded(at.Above / at.Span)))],
            PathSimilarity = Rounded(similarity),
            PathSpread = Rounded(spread),
        };
        if (before == 0) Absent("There is no layer between the image and this one.", "path_similarity", "path_spread");
        else if (Statement.PathSimilarity is null) Absent("At no layer on the way are the unit's top images more alike than random ones.", "path_similarity", "path_spread");
    }

    void Agreement(UnitResponses seen, IReadOnlyList<UnitResponses> top, IReadOnlyList<UnitResponses> random, int unit, IReadOnlyList<UnitResponses> others)
    {
        if (seen.Place.Length <= PathSimilarity.LeastUnits)
        {
            Absent("The layer has too few other units to compare pictures by.", "agreement", "agreement_z", "facets");
            return;
        }

        var features = new UnitContext(unit, random);
        var (picture, tops) = (features.Of(seen), top.Select(features.Of).ToArray());
        var (alike, usual) = (Similarity.With(picture, tops), features.Random.Select(each => Similarity.With(each, tops)).ToArray());
        var mean = usual.Average();
        var deviation = Math.Sqrt(usual.Average(each => Math.Pow(each - mean, 2)));
        Statement = Statement with { Agreement = Rounded(alike), AgreementZ = deviation > 0 ? Rounded((alike - mean) / deviation) : null, Facets = Trust.FacetCount.Count(tops, features.Random) };
        if (deviation == 0) Absent("Random images are all alike at this layer.", "agreement_z");
        if (others.Count == 0) return;
        Statement = Statement with { SeedStability = Rounded(Similarity.With(picture, [.. others.Select(features.Of)])) };
        reasons.Remove("seed_stability");
    }

    void Absent(string reason, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) reasons[name] = reason;
    }

    static double? Rounded(double? number) => number is { } given && double.IsFinite(given) ? Math.Round(given, 3) : null;

    /// <summary>The share of a normal distribution below a number, by Abramowitz and Stegun 26.2.17: to 8 digits.</summary>
    static double Normal(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }
}

using System.Globalization;
using Percept.Imaging;

namespace Percept.Networks.Detection;

/// <summary>Weighs what was read of a network under each convention.</summary>
sealed class ConventionSelection
{
    const int Resamplings = 200;

    /// <summary>Beyond this the images are not like those of the training under any convention; noise in place of photographs may be further off.</summary>
    const double Fits = 0.6, FitsTypical = 1;

    /// <summary>By how much, and in which share of the resamplings, a convention must be better to be called the one.</summary>
    const double Margin = 0.15, Clear = 0.95;

    /// <summary>What it takes to be used where nothing else is said, and to contradict what is: images, or noise in their place, must fit so well, and the next must fit so much worse; more so where it differs in brightness alone, since bright images look like another offset. Found by trial (docs/preprocessing.md).</summary>
    const double Certain = 0.99, Near = 0.35, NearTypical = 0.55, Apart = 0.4, ApartInOffset = 0.75;

    readonly ConventionProbe probe;
    readonly bool typical;
    readonly int images, labelled;
    readonly double[][] scores;
    readonly PreprocessingCandidate[] candidates;
    readonly Basis basis;
    readonly int[] pool;

    internal ConventionSelection(Network network, ConventionProbe probe, IReadOnlyList<(Convention Convention, IReadOnlyList<Reading> Readings)> tried, IReadOnlyList<ImageFile> shown)
    {
        (this.probe, this.typical, images) = (probe, shown.Count == 0, shown.Count);
        var truth = ClassifierOutputs.Truth(shown, network.Labels);
        labelled = truth.Count(label => label is not null);
        bool[][] right = [.. tried.Select(each => images > 0 ? ClassifierOutputs.Right(each.Readings, truth) : [])];
        candidates = [.. tried.Select((each, k) => Describe(each.Convention, each.Readings, right[k]))];

        // A network that normalises everything into something usual, or nothing, says nothing by that.
        var own = candidates.Count(candidate => candidate.FitsOwnNormalization == true);
        var saysItself = own > 0 && own < candidates.Length;
        pool = [.. Enumerable.Range(0, candidates.Length).Where(k => !saysItself || candidates[k].FitsOwnNormalization == true)];
        basis = saysItself ? Basis.OwnNormalization : probe.Normalizations.Count > 0 ? Basis.Statistics : right[0].Length > 0 ? Basis.FolderNames : Basis.None;

        var random = new Random(1);
        var (ones, units) = (Enumerable.Repeat(1, tried[0].Readings.Count).ToArray(), NormalizationMismatch.Units(probe.Normalizations));
        scores = [.. Enumerable.Range(0, Resamplings).Select(_ =>
        {
            if (probe.Normalizations.Count > 0)
            {
                var (drawn, chosen) = (NormalizationMismatch.Resample(ones, random), units.Select(counts => NormalizationMismatch.Resample(counts, random)).ToArray());
                return tried.Select(each => NormalizationMismatch.Of(each.Readings, probe.Normalizations, drawn, chosen)).ToArray();
            }

            var labels = NormalizationMismatch.Resample([.. right[0].Select(_ => 1)], random);
            return right.Select(answers => -answers.Zip(labels).Sum(pair => pair.First ? (double)pair.Second : 0)).ToArray();
        })];
    }

    internal PreprocessingEvidence Verdict()
    {
        var shares = Shares(pool);
        var (best, sure, order, decides, why) = Decide();
        var tried = candidates.Select((candidate, k) => basis == Basis.None ? candidate : candidate with { Share = shares[k] }).ToArray();
        return new()
        {
            Basis = best is null ? Basis.None : basis,
            Best = best is { } k ? tried[k] : null,
            Sure = sure,
            SureOfOrder = order,
            Decides = decides,
            Candidates = tried,
            Images = images,
            Normalizations = probe.Normalizations.Count,
            Labelled = labelled,
            Sentence = why,
            Warning = best is { } found ? Warning(found, decides, order) : null,
        };
    }

    PreprocessingCandidate Describe(Convention convention, IReadOnlyList<Reading> readings, bool[] right)
    {
        var (spread, first) = (images > 0 ? ClassifierOutputs.Spread(readings) : null, readings.Count > 0 ? readings[0] : null);
        return new(convention)
        {
            Misfit = probe.Normalizations.Count > 0 ? NormalizationMismatch.Of(readings, probe.Normalizations, [.. readings.Select(_ => 1)], NormalizationMismatch.Units(probe.Normalizations)) : null,
            FitsOwnNormalization = probe.Own?.MakesUsual(convention.Preprocessing),
            Agreement = right.Length > 0 ? right.Average(answer => answer ? 1.0 : 0) : null,
            Confidence = spread?.Confidence,
            Variety = spread?.Variety,
            Stuck = first is { Lowest.Length: > 0 } ? Enumerable.Range(0, first.Lowest.Length).Average(unit => readings.Max(reading => reading.Highest[unit]) == readings.Min(reading => reading.Lowest[unit]) ? 1.0 : 0) : null,
            Bias = probe.Biases is { } biases && first is { ConvMeans.Length: > 0 } ? Median(biases.Select(Math.Abs)) / Median(Enumerable.Range(0, biases.Length).Select(unit =>
            {
                var mean = readings.Average(reading => reading.ConvMeans[unit]);
                return (float)Math.Sqrt(Math.Max(1e-20, readings.Average(reading => reading.ConvSquares[unit]) - (mean * mean)));
            })) : null,
        };
    }

    /// <summary>The convention that fits, how sure its values and its order of channels are, and the sentence about it.</summary>
    (int? Best, double? Sure, double? Order, bool Decides, string Why) Decide()
    {
        if (basis == Basis.None) return (null, null, null, false, CannotTell());
        var shares = Shares(pool);
        // Where the file says it and nothing else is known, all scores are the same and the usual order stands.
        var best = pool.MinBy(Score);
        if (basis == Basis.Statistics && Score(best) > (typical ? FitsTypical : Fits))
            return (null, null, null, false, $"Cannot tell: under none of the usual conventions does the network's first normalisation meet {(typical ? "typical images" : "these images")} as it met those of its training (the nearest is {candidates[best].Convention}, {Number(Score(best))} away where 0 is alike).");
        var family = pool.Where(k => candidates[k].Convention.IsLike(candidates[best].Convention)).ToArray();
        var others = pool.Except(family).ToArray();
        var sure = others.Length == 0 ? 1 : family.Sum(k => shares[k]);
        var gap = others.Length == 0 ? double.PositiveInfinity : others.Min(Score) - Score(best);
        if (sure < Clear || gap < (basis == Basis.FolderNames ? Margin : Math.Min(Margin, Score(best))))
            return (null, null, null, false, $"Cannot tell: {candidates[best].Convention.Name} fits best, but others fit nearly as well ({Percent(sure)} of the resamplings choose it).");

        double? order = null;
        if (family.Length == 2)
        {
            var share = Shares(family)[best];
            var known = probe.Normalizations.Count > 0 || labelled > 0;
            order = known && !typical && share >= Clear && Score(family.Except([best]).Single()) > 1.1 * Score(best) ? share : null;
            // The orders fit alike: what is given stands, else what is usual.
            if (order is null) best = family.FirstOrDefault(k => k == 0, family.OrderBy(k => candidates[k].Preprocessing.Channels == candidates[k].Convention.UsualOrder ? 0 : 1).First());
        }
        else if (basis == Basis.OwnNormalization && candidates.Any(candidate => candidate.Preprocessing.Channels != candidates[best].Preprocessing.Channels)) order = 1;

        // Noise with the colours of photographs says nothing of brightness alone, such as that of digits or X-rays.
        var decides = basis switch
        {
            Basis.OwnNormalization => others.Length == 0 || sure >= Certain,
            Basis.Statistics => sure >= Certain && Score(best) <= (typical ? NearTypical : Near) && !(typical && candidates[best].Preprocessing.Channels == ChannelOrder.Gray)
                && others.All(k => Score(k) - Score(best) >= (HasScaleOf(k, best) ? ApartInOffset : Apart)),
            _ => false,
        };
        return (best, basis == Basis.OwnNormalization && others.Length == 0 ? 1 : sure, order, decides, Explain(best, sure, order, others));
    }

    string Explain(int best, double sure, double? order, int[] others)
    {
        var convention = candidates[best].Convention;
        var next = others.Length > 0 ? others.MinBy(Score) : -1;
        var reason = basis switch
        {
            Basis.OwnNormalization => "the network's own first operations turn exactly such values into those that a first layer is usually trained on",
            Basis.Statistics => $"what {(typical ? "typical images give" : $"these {images} images give")} the network's first normalisation{(probe.Normalizations.Count > 1 ? "s" : "")} is then nearest to what {(probe.Normalizations.Count > 1 ? "they" : "it")} met in training"
                + $" ({Number(Score(best))} away, where 0 is alike{(next < 0 ? "" : $"; the next, {candidates[next].Convention.Name}, {Number(Score(next))}")})",
            _ => $"the network then names {Percent(candidates[best].Agreement ?? 0)} of {labelled} images as their folders do{(next < 0 ? "" : $" (the next, {candidates[next].Convention.Name}, {Percent(candidates[next].Agreement ?? 0)})")}",
        };
        var channels = convention.Preprocessing.Channels == ChannelOrder.Gray ? "" : order is { } share
            ? $" The channels' order is {convention.Preprocessing.Channels.ToString().ToUpperInvariant()}{(share < 1 ? $" ({Percent(share)})" : "")}."
            : " The order of the channels cannot be determined.";
        return $"The input fits as {convention.Name}: {reason}; {(basis == Basis.OwnNormalization && others.Length == 0 ? "this is read from the file" : $"{Percent(sure)} of {Resamplings} resamplings agree")}.{channels}";
    }

    string? Warning(int best, bool decides, double? order)
    {
        if (best == 0) return null;
        var (found, given) = (candidates[best], candidates[0]);
        bool wrong;
        if (!found.Convention.IsLike(given.Convention)) wrong = !pool.Contains(0) || decides || (basis == Basis.FolderNames && Score(0) - Score(best) >= Apart);
        else wrong = order >= Certain && (!pool.Contains(0) || Score(0) > Math.Max(1.3 * Score(best), Score(best) + 0.03)) && (basis != Basis.Statistics || Score(best) < 0.25);
        var against = basis switch
        {
            Basis.OwnNormalization => "what the network itself does to its input",
            Basis.Statistics => "the statistics that the network has kept of its training",
            _ => "the names of the images' folders",
        };
        return wrong ? $"The preprocessing {given.Preprocessing.ToArguments()} contradicts {against}: {found.Convention.Name} fits, which is {found.Preprocessing.ToArguments()}; `percept inspect MODEL --images DIR` tells more." : null;
    }

    string CannotTell() =>
        "Cannot tell: the file has no batch normalisation (exporters often fold it into convolutions) and does not normalise its input itself"
        + (labelled > 0 ? "." : ", and no images in folders named as its classes are known.");

    bool HasScaleOf(int k, int other) => candidates[k].Preprocessing.Scales()[0] / candidates[other].Preprocessing.Scales()[0] is > 2 / 3f and < 1.5f;

    /// <summary>Low is good.</summary>
    double Score(int k) => probe.Normalizations.Count > 0 ? candidates[k].Misfit!.Value : -(candidates[k].Agreement ?? 0);

    /// <summary>For each candidate the share of resamplings in which it is the best of some; equals share alike.</summary>
    double[] Shares(IReadOnlyList<int> among)
    {
        var shares = new double[candidates.Length];
        foreach (var score in scores)
        {
            var least = among.Min(k => score[k]);
            var winners = among.Where(k => score[k] == least).ToArray();
            foreach (var k in winners) shares[k] += 1.0 / winners.Length / scores.Length;
        }

        return shares;
    }

    static float Median(IEnumerable<float> numbers) => numbers.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share):0} %");
}

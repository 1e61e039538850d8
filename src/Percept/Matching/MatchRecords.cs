using Percept.Atlases;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>What was found, as the atlas keeps it.</summary>
/// <param name="network">The network.</param>
/// <param name="options">How it was matched.</param>
/// <param name="labels">The labels of the dataset.</param>
/// <param name="hash">The <see cref="DifferenceHash"/> of an image that something is an example in.</param>
sealed class MatchRecords(Network network, MatchOptions options, DatasetLabels labels, Func<int, ulong> hash)
{
    const int MostLabels = 10;

    /// <summary>Writes all of it.</summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="matches">What was found.</param>
    /// <param name="layers">The layers that were matched; all where null.</param>
    public void Put(AtlasTransaction transaction, Matches matches, IReadOnlyList<Layer>? layers = null)
    {
        foreach (var (layer, found) in (layers ?? network.Layers).Zip(matches.Layers))
            transaction.PutMatching(layer.Index, Enumerable.Range(0, found.Units).Select(unit => Statistics(layer, unit, found)), Examples(layer, found));
        transaction.PutSkipped(matches.Skipped);
        transaction.PutMatched(matches.Seen);
        transaction.DropIdleImages();
    }

    UnitStatistics Statistics(Layer layer, int unit, LayerMatches found)
    {
        var (moments, spread) = (found.Moments(unit), found.Distribution(unit));
        var profiles = LabelProfile.Of(spread);
        return new(layer.Index, unit, moments.Count, moments.Mean, moments.StandardDeviation, moments.Minimum, moments.Maximum, moments.Fires, moments.NotFinite)
        {
            FiresAt = moments.FiresAt,
            Profile = spread.IsEmpty ? null : new()
            {
                From = spread.Scale.Start(spread.Scale.First),
                Width = spread.Scale.Width,
                Counts = [.. Enumerable.Range(spread.Scale.First, spread.Scale.Count).Select(cell => spread[cell])],
                Intervals = [.. Interval.Of(spread).Select(interval => new ProfileInterval(interval.From, interval.To, interval.Images))],
                Labels = [.. profiles.Take(MostLabels).Select(profile => new ProfileLabel(labels.Names[profile.Label], profile.Images, profile.Mean, profile.Auc))],
                AllLabels = labels.Names.Count,
            },
        };
    }

    IEnumerable<ExampleRecord> Examples(Layer layer, LayerMatches found)
    {
        var crops = new Dictionary<(int, int), Crop>();
        for (var unit = 0; unit < found.Units; unit++)
        {
            var highest = options.Dedupe ? Different(found.Highest(unit)) : found.Highest(unit);
            var kinds = highest.Take(options.Top).Select(example => (ExampleKind.Highest, example, (int?)null))
                .Concat(highest.Skip(options.Top).Take(options.Top).Select(example => (ExampleKind.NearMiss, example, (int?)null)))
                .Concat(found.Lowest(unit).Select(example => (ExampleKind.Lowest, example, (int?)null)))
                .Concat(Interval.Of(found.Distribution(unit)).SelectMany((interval, i) => interval.Examples.Select(example => (ExampleKind.Interval, example, (int?)i))));
            foreach (var kind in kinds.GroupBy(each => each.Item1))
            {
                var rank = 0;
                foreach (var (_, example, interval) in kind)
                    yield return new(layer.Index, unit, ++rank, example.Image, example.Activation, example.Y, example.X, CropAt(example.Y, example.X)) { Kind = kind.Key, Interval = interval };
            }
        }

        Crop CropAt(int y, int x)
        {
            if (crops.TryGetValue((y, x), out var crop)) return crop;
            var field = network.ReceptiveField(layer, y, x);
            return crops[(y, x)] = new(field.Top, field.Left, field.Height, field.Width);
        }
    }

    /// <summary>The images that look like none before them.</summary>
    List<Example> Different(IReadOnlyList<Example> examples)
    {
        var kept = new List<Example>();
        foreach (var example in examples)
            if (!kept.Any(other => DifferenceHash.IsNear(hash(other.Image), hash(example.Image)))) kept.Add(example);
        return kept;
    }
}

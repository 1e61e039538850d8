using Percept.Attribution.Checks;
using Percept.Attribution.Methods;
using Percept.Imaging;
using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Attribution;

/// <summary>Says by many methods how much each pixel of a picture counts for an objective. The same picture, objective and seed give the same maps.</summary>
public sealed class Explainer : IDisposable
{
    /// <summary>How often weights are shuffled at most: about half of all units are silent on a picture.</summary>
    const int Shuffles = 8;

    readonly Network network;
    readonly float[] baseline;
    readonly AttributionTarget subject;
    readonly CancellationToken cancellationToken;

    /// <summary>Makes a picture ready to be explained.</summary>
    /// <param name="network">The network.</param>
    /// <param name="objective">What is explained.</param>
    /// <param name="picture">The picture; one of another size is brought to the network's.</param>
    /// <param name="baseline">What stands for nothing to see.</param>
    /// <param name="seed">What every random number is drawn from.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    /// <exception cref="GraphException">The objective names what the network does not have.</exception>
    public Explainer(Network network, Objective objective, Picture picture, Baseline baseline = Baseline.Zero, int seed = 0, CancellationToken cancellationToken = default)
    {
        (this.network, Objective, Baseline, this.cancellationToken) = (network, objective, baseline, cancellationToken);
        picture = picture.Resize(network.Preprocessing.Height, network.Preprocessing.Width);
        Picture = network.Preprocessing.Fit(picture);
        this.baseline = Baselines.Of(baseline, network, Picture);
        subject = new(network, objective, Picture.ToPlanes(), this.baseline, seed, cancellationToken);
        (Value, BaselineValue) = (subject.Value, subject.BaselineValue);
    }

    /// <summary>What is explained.</summary>
    public Objective Objective { get; }

    /// <summary>The picture as the network sees it.</summary>
    public Picture Picture { get; }

    /// <summary>What stands for nothing to see.</summary>
    public Baseline Baseline { get; }

    /// <summary>The objective's value at the picture.</summary>
    public float Value { get; }

    /// <summary>The objective's value at the baseline.</summary>
    public float BaselineValue { get; }

    /// <summary>A method's map.</summary>
    /// <exception cref="GraphException">The network or the objective does not allow it.</exception>
    public AttributionMap Explain(Method method) => method.Explain(subject);

    /// <summary>Puts maps to the sanity checks of the literature.</summary>
    /// <param name="maps">Maps of this picture and objective.</param>
    /// <param name="progress">Receives the share that is done, from 0 to 1.</param>
    /// <param name="stages">In how many stages weights are shuffled, from the last operator alone to all of them; 1 for all at once.</param>
    /// <param name="steps">In how many steps pixels are removed and put back.</param>
    public IReadOnlyList<AttributionCheck> Check(IReadOnlyList<AttributionMap> maps, IProgress<double>? progress = null, int stages = 6, int steps = 32)
    {
        // Each network that is compared takes as much memory as this one.
        subject.Rest();
        var (cascades, done) = (maps.Select(_ => new List<CascadeStep>()).ToArray(), 0);
        var envelopes = Envelopes(maps);
        foreach (var (from, name, share) in Stages(stages))
        {
            using var without = Shuffled(subject.Planes, from, subject.Seed);
            foreach (var (i, map) in maps.Index())
            {
                cascades[i].Add(CascadeStep.Of(name, share, map.Method.ForComparison.Explain(without), map, envelopes[i]));
                progress?.Report((double)++done / ((stages + 1) * maps.Count));
            }
        }

        var removal = new Removal(subject, Baselines.Blurred(Picture).ToPlanes(), steps);
        var checks = network.Processors.Select(maps.Count, i => Check(maps[i], cascades[i], removal), cancellationToken);
        subject.Rest();
        return checks;
    }

    /// <summary>Where the maps of a network with nothing learned are large on an image that has nothing to do with the picture.</summary>
    float[][] Envelopes(IReadOnlyList<AttributionMap> maps)
    {
        var other = TypicalImages.Of(1, Picture.Height, Picture.Width).Single();
        using var unrelated = Shuffled(network.Preprocessing.Fit(other).ToPlanes(), 0, Seeds.Of(subject.Seed, "envelope"));
        return [.. maps.Select(map => CascadeStep.Envelope(map.Method.ForComparison.Explain(unrelated)))];
    }

    /// <summary>The objective at a picture for the network with its weights shuffled from an operator on; shuffled again where nothing changes it, as with a unit that is then silent: an empty map is like no other.</summary>
    AttributionTarget Shuffled(float[] planes, int from, int seed)
    {
        for (var time = 1; ; time++)
        {
            var shuffle = time == 1 ? seed : Seeds.Of(seed, $"shuffle {time}");
            var found = new AttributionTarget(network, Objective, planes, baseline, subject.Seed, cancellationToken, applied => Randomised.From(applied, from, shuffle));
            if (time == Shuffles || found.Value != found.BaselineValue) return found;
            found.Dispose();
        }
    }

    AttributionCheck Check(AttributionMap map, IReadOnlyList<CascadeStep> cascade, Removal removal)
    {
        var flat = map.Flat();
        return new(map, cascade, removal.Delete(flat), removal.Insert(flat), map.Method is IntegratedGradients ? new(map.Values.Sum(value => (double)value), (double)Value - BaselineValue) : null);
    }

    /// <summary>From which operators on weights are shuffled: the last one, then evenly down to the first.</summary>
    IEnumerable<(int From, string Name, double Share)> Stages(int stages)
    {
        var learned = subject.Learned;
        var steps = Math.Min(stages, learned.Count);
        foreach (var step in Enumerable.Range(1, steps))
        {
            var shuffled = steps == 1 ? learned.Count : 1 + ((learned.Count - 1) * (step - 1) / (steps - 1));
            var node = learned[^shuffled];
            yield return (learned.Count - shuffled, NameOf(node), (double)shuffled / learned.Count);
        }
    }

    /// <summary>The name of the first layer that an operator's output goes into, which people know; its own where there is none.</summary>
    string NameOf(Node node)
    {
        var reached = new HashSet<Value>(node.Outputs);
        foreach (var next in node.Graph.Nodes.Skip(node.Index))
        {
            if (next.Inputs.Any(input => input is not null && reached.Contains(input))) reached.UnionWith(next.Outputs);
            if (network.Layers.FirstOrDefault(layer => next.Outputs.Any(output => reached.Contains(output) && output.Name == layer.Tensor)) is { } layer) return layer.Name;
        }

        return node.Name;
    }

    /// <inheritdoc/>
    public void Dispose() => subject.Dispose();
}

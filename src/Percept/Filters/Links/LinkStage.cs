using System.Collections.Concurrent;
using Percept.Atlases;
using Percept.Building;
using Percept.Networks;

namespace Percept.Filters.Links;

/// <summary>Follows the weights between units: for each the strongest it is built from, and the strongest that use it.</summary>
sealed class LinkStage : IStage
{
    /// <summary>Changes where the numbers do: then all are found again.</summary>
    const string Version = "2";

    const int Kept = 6;

    public Stages Part => Stages.Links;

    public string Name => LinksAnswer.Name;

    public bool WaitsForShards => true;

    public Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, piece) = (build.Network, new AtlasPart("links", Version));
        if (build.Atlas.IsDone(piece)) return Task.CompletedTask;
        var (found, missing, done) = (new ConcurrentDictionary<int, Links>(), new MissingRecord?[network.Layers.Count], 0);
        // The deepest first: it takes longest.
        network.Processors.ForEach(network.Layers.Count, i =>
        {
            var layer = network.Layers[^(i + 1)];
            found[layer.Index] = new([], []);
            missing[layer.Index] = run.Try(() => found[layer.Index] = Of(network, layer, run.Cancel), layer);
            run.Report((double)Interlocked.Increment(ref done) / network.Layers.Count, layer.Name);
        }, run.Cancel);
        var users = found.Values.SelectMany(links => links.Users).ToLookup(link => link.Source, link => link.User);
        build.Atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            foreach (var layer in network.Layers)
                transaction.PutAnswers<LinksAnswer, LinksAnswer>(layer.Index, [.. Enumerable.Range(0, layer.Channels).Select(unit =>
                    new LinksAnswer(layer.NameOf(unit), null, Named(found[layer.Index].BuiltFrom.ElementAtOrDefault(unit) ?? []), Named(Strongest(users[(layer.Index, unit)]))))]);
        });
        return Task.CompletedTask;

        WeightedUnit[] Named(IEnumerable<Link> links) => [.. links.Select(link => new WeightedUnit(network.Layers[link.Layer].NameOf(link.Unit), link.Weight, link.Strength))];
    }

    static Links Of(Network network, Layer layer, CancellationToken cancellationToken)
    {
        var (built, users) = (new List<Link[]>(), new Dictionary<(int, int), List<Link>>());
        using var open = new LinearizedLayer(network, layer, expands: false);
        for (var unit = 0; unit < layer.Channels && open.Sources.Count > 0; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var links = open.BuiltFrom(unit);
            built.Add([.. links.Take(Kept).Select(link => new Link(link.Layer.Index, link.Unit, link.Weight, link.Strength))]);
            foreach (var link in links)
            {
                var list = users.TryGetValue((link.Layer.Index, link.Unit), out var known) ? known : users[(link.Layer.Index, link.Unit)] = [];
                list.Add(new(layer.Index, unit, link.Weight, link.Strength));
            }
        }

        return new(built, [.. users.SelectMany(source => Strongest(source.Value).Select(user => (source.Key, user)))]);
    }

    static IEnumerable<Link> Strongest(IEnumerable<Link> links) => links.OrderByDescending(link => link.Strength).ThenBy(link => link.Layer).ThenBy(link => link.Unit).Take(Kept);

    sealed record Link(int Layer, int Unit, float Weight, float Strength);

    sealed record Links(IReadOnlyList<Link[]> BuiltFrom, IReadOnlyList<((int, int) Source, Link User)> Users);
}

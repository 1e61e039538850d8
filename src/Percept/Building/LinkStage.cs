using System.Collections.Concurrent;
using Percept.Atlases;
using Percept.Filters.Links;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Follows the weights between units: for each the strongest it is built from, and the strongest that use it.</summary>
static class LinkStage
{
    /// <summary>Changes where the numbers do: then all are found again.</summary>
    const string Version = "2";

    const int Kept = 6;

    internal static void Run(Network network, AtlasWriter atlas, StageRun run)
    {
        var piece = new AtlasPart("links", Version);
        if (atlas.IsDone(piece)) return;
        var (found, missing, done) = (new ConcurrentDictionary<int, Links>(), new MissingRecord?[network.Layers.Count], 0);
        Parallel.ForEach(network.Layers, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, layer =>
        {
            found[layer.Index] = new([], []);
            missing[layer.Index] = run.Try(() => found[layer.Index] = Of(network, layer, run.Cancel), layer);
            run.Report((double)Interlocked.Increment(ref done) / network.Layers.Count, layer.Name);
        });
        var users = found.Values.SelectMany(links => links.Users).ToLookup(link => link.Source, link => link.User);
        atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            foreach (var layer in network.Layers)
                transaction.PutAnswer($"links/{layer.Index}", AnswerText.Of(Enumerable.Range(0, layer.Channels).Select(unit => new
                {
                    built_from = found[layer.Index].BuiltFrom.ElementAtOrDefault(unit)?.Select(Written) ?? [],
                    used_by = Strongest(users[(layer.Index, unit)]).Select(Written),
                })));
        });

        static object Written(Link link) => new { link.Layer, link.Unit, link.Weight, link.Strength };
    }

    static Links Of(Network network, Layer layer, CancellationToken cancel)
    {
        var (built, users) = (new List<Link[]>(), new Dictionary<(int, int), List<Link>>());
        using var open = new LinearizedLayer(network, layer, expands: false);
        for (var unit = 0; unit < layer.Channels && open.Sources.Count > 0; unit++)
        {
            cancel.ThrowIfCancellationRequested();
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

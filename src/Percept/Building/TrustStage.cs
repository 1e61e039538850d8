using System.Globalization;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;
using Percept.Trust;

namespace Percept.Building;

/// <summary>Measures how far each optimised image may be believed, a layer a processor.</summary>
static class TrustStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    internal static async Task RunAsync(Network network, AtlasWriter atlas, Action<double, string> report, CancellationToken cancel)
    {
        var matching = atlas.Pieces().FirstOrDefault(piece => piece.Name == "matching")?.DependsOn;
        var plans = network.Layers.Select(layer => (layer, made: atlas.Optimized(layer.Index)))
            .Select(plan => (plan.layer, plan.made, piece: new Piece($"trust/{plan.layer.Index}", $"{Version} {matching} {string.Join(' ', plan.made.Select(Key))}")))
            .Where(plan => plan.made.Count > 0 && !(atlas.IsDone(plan.piece) && plan.made.All(image => image.Trust is not null))).ToArray();
        if (plans.Length == 0) return;
        var (done, all, writing) = (0, plans.Sum(plan => plan.made.Count), new Lock());
        await Parallel.ForEachAsync(plans, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, (plan, stop) =>
        {
            using var meter = new TrustMeter(network, atlas, plan.layer);
            var statements = new List<(long, TrustStatement)>();
            foreach (var (image, picture, others) in Pictures(atlas, plan.made))
            {
                stop.ThrowIfCancellationRequested();
                statements.Add((image.Id, image.Sign < 0 ? TrustMeter.Calming : meter.Measure(image.Unit, picture, image.Activation, others)));
                report((double)Interlocked.Increment(ref done) / all, $"{plan.layer.Name}, {plan.made.Count} images");
            }

            lock (writing)
            {
                atlas.Write(plan.piece, transaction =>
                {
                    foreach (var (id, statement) in statements) transaction.PutTrust(id, statement.ToJson());
                });
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    /// <summary>The images, each with those of the same unit from other seeds.</summary>
    static IEnumerable<(OptimizedImage Image, Picture Picture, Picture[] Others)> Pictures(Atlas atlas, IReadOnlyList<OptimizedImage> made)
    {
        foreach (var unit in made.GroupBy(image => (image.Unit, image.Sign)))
        {
            var pictures = unit.Select(image => (image, picture: Picture.Decode(atlas.OptimizedPng(image.Id)!, $"optimised image {image.Id}"))).ToArray();
            foreach (var (image, picture) in pictures)
                yield return (image, picture, [.. pictures.Where(other => other.image.Seed != image.Seed).Select(other => other.picture)]);
        }
    }

    static string Key(OptimizedImage image) => string.Create(CultureInfo.InvariantCulture, $"{image.Id}:{image.RecipeHash}:{image.Seed}");
}

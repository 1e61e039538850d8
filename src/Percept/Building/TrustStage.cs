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
        var plans = network.Layers.Select(layer => (layer, made: atlas.Optimized(layer.Index))).Select(plan => (plan.layer, plan.made, piece: PieceOf(atlas, plan.layer, plan.made)))
            .Where(plan => plan.made.Count > 0 && !(atlas.IsDone(plan.piece) && plan.made.All(image => image.Trust is not null))).ToArray();
        if (plans.Length == 0) return;
        var (done, all, writing) = (0, plans.Sum(plan => plan.made.Count), new Lock());
        await Parallel.ForEachAsync(plans, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, (plan, stop) =>
        {
            var statements = Measure(network, atlas, plan.layer, plan.made.Select(image => (image, atlas.OptimizedPng(image.Id)!)), () =>
            {
                stop.ThrowIfCancellationRequested();
                report((double)Interlocked.Increment(ref done) / all, $"{plan.layer.Name}, {plan.made.Count} images");
            });
            lock (writing)
            {
                atlas.Write(plan.piece, transaction =>
                {
                    foreach (var (image, trust) in statements) transaction.PutTrust(image.Id, trust);
                });
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    /// <summary>The mark that a layer's images are measured.</summary>
    internal static Piece PieceOf(Atlas atlas, Layer layer, IReadOnlyList<OptimizedImage> made)
    {
        var matching = atlas.Pieces().FirstOrDefault(piece => piece.Name == "matching")?.DependsOn;
        return new(string.Create(CultureInfo.InvariantCulture, $"trust/{layer.Index}"), $"{Version} {matching} {string.Join(' ', made.Select(Key))}");
    }

    /// <summary>Measures images of a layer's units, each beside those of the same unit from other seeds.</summary>
    /// <param name="network">The network.</param>
    /// <param name="atlas">An atlas that was matched.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="made">The images and their PNGs.</param>
    /// <param name="measured">Called after each.</param>
    /// <returns>Each image with its statement, as JSON text.</returns>
    internal static IReadOnlyList<(OptimizedImage Image, string Trust)> Measure(
        Network network, Atlas atlas, Layer layer, IEnumerable<(OptimizedImage Image, byte[] Png)> made, Action measured)
    {
        using var meter = new TrustMeter(network, atlas, layer);
        var statements = new List<(OptimizedImage, string)>();
        foreach (var unit in made.GroupBy(pair => (pair.Image.Unit, pair.Image.Sign)))
        {
            var pictures = unit.Select(pair => (pair.Image, Picture: Picture.Decode(pair.Png, $"an optimised image of {layer.NameOf(pair.Image.Unit)}"))).ToArray();
            foreach (var (image, picture) in pictures)
            {
                var others = pictures.Where(other => other.Image.Seed != image.Seed).Select(other => other.Picture).ToArray();
                statements.Add((image, (image.Sign < 0 ? TrustMeter.Calming : meter.Measure(image.Unit, picture, image.Activation, others)).ToJson()));
                measured();
            }
        }

        return statements;
    }

    static string Key(OptimizedImage image) => string.Create(CultureInfo.InvariantCulture, $"{image.Unit}:{image.Sign}:{image.RecipeHash}:{image.Seed}");
}

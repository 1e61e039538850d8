using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Answers.Trust;

/// <summary>Measures how far each optimised image may be believed, layer by layer.</summary>
sealed class TrustStage : IStage
{
    internal const string StageName = "trust";

    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    public Stages Part => Stages.Trust;

    public string Name => StageName;

    public Stages Needs => Stages.Matching | Stages.Optimization;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, atlas) = (build.Network, build.Atlas);
        var plans = network.Layers.Select(layer => (layer, made: atlas.Optimized(layer.Index))).Select(plan => (plan.layer, plan.made, piece: PieceOf(atlas, plan.layer, plan.made)))
            .Where(plan => plan.made.Count > 0 && !(atlas.IsDone(plan.piece) && IsStated(plan.made, atlas.Missing(plan.piece.Name)))).ToArray();
        if (plans.Length == 0) return;
        var (done, all) = (0, plans.Sum(plan => plan.made.Count));
        // The deepest layer first: it takes longest.
        await Task.Run(() => network.Processors.ForEach(plans.Length, i =>
        {
            var plan = plans[^(i + 1)];
            var statements = Measure(network, atlas, plan.layer, plan.made.Select(image => (image, atlas.OptimizedPng(image.Id)!)), run, () =>
            {
                run.Cancel.ThrowIfCancellationRequested();
                run.Report((double)Interlocked.Increment(ref done) / all, $"{plan.layer.Name}, {plan.made.Count} images");
            });
            atlas.Write(plan.piece, transaction =>
            {
                foreach (var statement in statements.Where(statement => statement.Trust is not null)) transaction.PutTrust(statement.Image.Id, statement.Trust!);
                transaction.PutMissing(StageRun.Joined(statements.Select(statement => statement.Missing).OfType<MissingRecord>(), statements.Count));
            });
        }, run.Cancel), run.Cancel).ConfigureAwait(false);
    }

    /// <summary>Whether each image has its statement, or there is a reason why it has none.</summary>
    static bool IsStated(IReadOnlyList<OptimizedImage> made, IReadOnlyList<MissingRecord> missing) =>
        made.All(image => image.Trust is not null || missing.Any(record => record.Unit is null || record.Unit == image.Unit));

    /// <summary>The mark that a layer's images are measured.</summary>
    internal static AtlasPart PieceOf(Atlas atlas, Layer layer, IReadOnlyList<OptimizedImage> made)
    {
        var matching = atlas.Pieces().FirstOrDefault(piece => piece.Name == "matching")?.DependsOn;
        return new(string.Create(CultureInfo.InvariantCulture, $"trust/{layer.Index}"), $"{Version} {matching} {string.Join(' ', made.Select(Key))}");
    }

    /// <summary>Measures images of a layer's units, each beside those of the same unit from other seeds.</summary>
    /// <param name="network">The network.</param>
    /// <param name="atlas">An atlas that was matched.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="made">The images and their PNGs.</param>
    /// <param name="run">The stage.</param>
    /// <param name="measured">Called after each.</param>
    /// <returns>Each image with its statement, as JSON text, or why there is none.</returns>
    internal static IReadOnlyList<(OptimizedImage Image, string? Trust, MissingRecord? Missing)> Measure(
        Network network, Atlas atlas, Layer layer, IEnumerable<(OptimizedImage Image, byte[] Png)> made, StageRun run, Action measured)
    {
        var statements = new List<(OptimizedImage, string?, MissingRecord?)>();
        using var meter = new TrustMeter(network, atlas, layer);
        foreach (var unit in made.GroupBy(pair => (pair.Image.Unit, pair.Image.Sign)))
        {
            var pictures = unit.Select(pair => (pair.Image, Picture: Picture.Decode(pair.Png, $"an optimised image of {layer.NameOf(pair.Image.Unit)}"))).ToArray();
            foreach (var (image, picture) in pictures)
            {
                var others = pictures.Where(other => other.Image.Seed != image.Seed).Select(other => other.Picture).ToArray();
                string? trust = null;
                var missing = run.Try(() => trust = (image.Sign < 0 ? TrustMeter.Calming : meter.Measure(image.Unit, picture, image.Activation, others)).ToJson(), layer, image.Unit);
                statements.Add((image, trust, missing));
                measured();
            }
        }

        return statements;
    }

    static string Key(OptimizedImage image) => string.Create(CultureInfo.InvariantCulture, $"{image.Unit}:{image.Sign}:{image.RecipeHash}:{image.Seed}");
}

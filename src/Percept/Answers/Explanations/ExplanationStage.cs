using Percept.Answers.Inversion;
using Percept.Atlases;
using Percept.Attribution;
using Percept.Attribution.Checks;
using Percept.Attribution.Figures;
using Percept.Attribution.Methods;
using Percept.Building;
using Percept.Imaging;
using Percept.Networks;
using Percept.Visualization;
using static System.FormattableString;

namespace Percept.Answers.Explanations;

/// <summary>Explains the image that drives the last layer highest: which pixels count, by nearly every method and with the checks of each, and what layers from the first to the last keep of it.</summary>
sealed class ExplanationStage : IStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "4";

    const int Inverted = 5;

    // A page shows what `percept explain` measures at length.
    const int Samples = 12, RemovalSteps = 10, Windows = 4;

    public Stages Part => Stages.Explanations;

    public string Name => AttributionAnswer.Name;

    public Stages Needs => Stages.Matching;

    public bool WaitsForShards => true;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, atlas, options) = (build.Network, build.Atlas, build.Options);
        var layer = network.Layers[^1];
        if (atlas.Examples(layer.Index).Where(example => example.Rank == 1).MaxBy(example => example.Activation) is not { } example) return;
        var piece = new AtlasPart("explanations", Invariant($"{Version} {example.Unit} {example.Image} {options.Steps} {options.LargestSize} {options.Seed}"));
        if (atlas.IsDone(piece)) return;
        var folder = Directory.CreateTempSubdirectory("percept-").FullName;
        try
        {
            if (await run.TryAsync(ExplainAsync).ConfigureAwait(false) is { } missing) atlas.Write(piece, transaction => transaction.PutMissing(missing));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task ExplainAsync()
        {
            // The picture as the atlas has it: its own file may be gone by now.
            var file = Path.Combine(folder, "picture");
            await File.WriteAllBytesAsync(file, atlas.Picture(example.Image)!, run.Cancel).ConfigureAwait(false);
            var picture = Picture.Read(file);
            using var explainer = new Explainer(network, ObjectiveOf(network, layer, example, picture), picture, seed: options.Seed, cancellationToken: run.Cancel);
            var missing = new List<MissingRecord>();
            var checks = await Task.Run(() => network.Processors.Run(() => Checked(explainer, missing, run)), run.Cancel).ConfigureAwait(false);
            var inversions = await InvertedAsync(network, file, options, missing, run).ConfigureAwait(false);
            atlas.Write(piece, transaction =>
            {
                transaction.PutMissing(missing);
                if (checks.Count > 0 || inversions.Count > 0) Put(transaction, explainer, example, checks, inversions);
            });
        }
    }

    static Objective ObjectiveOf(Network network, Layer layer, ExampleRecord example, Picture picture) =>
        network.Labels.Count == layer.Channels && layer.Height * layer.Width == 1 ? Objective.Label(network.Labels[example.Unit])
        : layer.Height * layer.Width == 1 ? Objective.Unit(layer.Name, example.Unit)
        : PeakPosition.Of(network, Objective.Unit(layer.Name, example.Unit), picture);

    static IReadOnlyList<AttributionCheck> Checked(Explainer explainer, List<MissingRecord> missing, StageRun run)
    {
        var (maps, checks) = (new List<AttributionMap>(), (IReadOnlyList<AttributionCheck>)[]);
        // RISE takes a thousand passes before its map is more than noise.
        var unmade = Method.All.Where(method => method is not Rise).Select(method => Brief(method, Math.Min(explainer.Picture.Height, explainer.Picture.Width))).Select(method => (method.Title, Failed: run.Try(() => maps.Add(explainer.Explain(method))))).Where(method => method.Failed is not null).ToArray();
        missing.AddRange(unmade.GroupBy(method => method.Failed!).Select(group => group.Key with { Reason = $"{string.Join(", ", group.Select(method => method.Title))}: {group.Key.Reason}" }));
        if (maps.Count > 0 && run.Try(() => checks = explainer.Check(maps, new SynchronousProgress<double>(share => run.Report(share / 2, "checking maps")), stages: 1, RemovalSteps)) is { } unsure)
            missing.Add(unsure with { Reason = $"Checks of the maps: {unsure.Reason}" });
        return checks;
    }

    static Method Brief(Method method, int side) => method is IntegratedGradients ? new IntegratedGradients(2 * Samples, More: 6 * Samples) : method.With(new(Samples, Math.Max(1, side / Windows)));

    static async Task<IReadOnlyList<InvertedLayer>> InvertedAsync(Network network, string file, BuildOptions options, List<MissingRecord> missing, StageRun run)
    {
        var (own, recipe) = (network.Sizes.Own, new Recipe { Steps = Math.Max(1, options.Steps / 2), Seed = options.Seed });
        var most = Math.Min(options.LargestSize ?? int.MaxValue, Math.Max(own.Height, own.Width));
        var (layers, found) = (FeatureInversion.Spread(network, Inverted), new List<InvertedLayer>());
        foreach (var (i, layer) in layers.Index())
        {
            var progress = new SynchronousProgress<OptimizationProgress>(now => run.Report((1 + ((i + now.Share) / layers.Count)) / 2, $"inverting {layer.Name}"));
            var (height, width) = network.Sizes.Nearest(own.Height, own.Width, most, layer);
            if (await run.TryAsync(async () => found.AddRange(await FeatureInversion.OfAsync(network, file, [layer], recipe with { Height = height, Width = width }, progress, run.Cancel).ConfigureAwait(false)), layer).ConfigureAwait(false) is { } failed)
                missing.Add(failed with { Reason = $"Inversion: {failed.Reason}" });
        }

        return found;
    }

    static void Put(AtlasTransaction transaction, Explainer explainer, ExampleRecord example, IReadOnlyList<AttributionCheck> checks, IReadOnlyList<InvertedLayer> inversions)
    {
        transaction.PutAnswer(AttributionAnswer.Of(explainer, [.. checks.Select(check => check.Map)], checks) with
        {
            Example = new(example.Layer, example.Unit, example.Image),
            Inversions = [.. inversions.Select(inversion => new InversionMeasures(inversion.Layer.Name, inversion.Missing))],
        });
        foreach (var check in checks)
        {
            transaction.PutAnswerPicture($"explanations/{check.Map.Method.Name}", check.Map.Paint().ToPng());
            transaction.PutAnswerPicture($"explanations/{check.Map.Method.Name}/shuffled", check.Cascade[^1].Map.Paint().ToPng());
        }

        foreach (var (i, inversion) in inversions.Index())
        {
            transaction.PutAnswerPicture(Invariant($"explanations/inversion/{i}"), inversion.Inverted.Picture.ToPng());
            transaction.PutAnswerPicture(Invariant($"explanations/caricature/{i}"), inversion.Caricature.Picture.ToPng());
        }
    }
}

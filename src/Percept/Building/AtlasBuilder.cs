using System.Diagnostics;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Builds an atlas piece by piece. Each finished piece is kept whatever happens next, and the same call goes on where an earlier one stopped.</summary>
public static class AtlasBuilder
{
    /// <summary>Builds what is missing of an atlas.</summary>
    /// <param name="network">The network to look into.</param>
    /// <param name="images">The dataset.</param>
    /// <param name="atlasPath">The atlas file, begun or new.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Told of every bit of work.</param>
    /// <param name="cancellationToken">Ends it soon; what is finished by then is kept.</param>
    /// <exception cref="Onnx.Graphs.GraphException">The network's channels are none that pictures have.</exception>
    /// <exception cref="AtlasException">The file is the atlas of another network or dataset, is being written by another process, or cannot be written.</exception>
    public static async Task<BuildReport> BuildAsync(
        Network network, ImageFolder images, string atlasPath, BuildOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        network.Preprocessing.RequirePictures();
        var dataset = ListStage.Begun(atlasPath, Dataset.Of(images));
        using var atlas = Atlas.OpenWrite(atlasPath, Identities.Of(network, dataset, options));
        var (stages, watch) = (new List<(string, double)>(), new Stopwatch());
        ListStage.Run(dataset, atlas);
        Do(Stages.Layers, "layers", () => LayerStage.Run(network, atlas));
        Do(Stages.Filters, "filters", () => FilterStage.Run(network, atlas));
        double? each = null;
        await DoAsync(Stages.Matching, "matching", async () => each = await MatchingStage.RunAsync(network, dataset, atlas, options, Report("matching"), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        await DoAsync(Stages.Effective, "effective crops", () => EffectiveStage.RunAsync(network, atlas, options, Report("effective crops"), cancellationToken)).ConfigureAwait(false);
        await DoAsync(Stages.Optimization, "optimising", () => OptimizationStage.RunAsync(network, atlas, options, Report("optimising"), cancellationToken)).ConfigureAwait(false);
        await DoAsync(Stages.Trust, "trust", () => TrustStage.RunAsync(network, atlas, Report("trust"), cancellationToken)).ConfigureAwait(false);
        Do(Stages.Links, "links", () => LinkStage.Run(network, atlas, Report("links"), cancellationToken));
        Do(Stages.Levels, "levels", () => LevelStage.Run(network, dataset, atlas, options, Report("levels"), cancellationToken));
        await DoAsync(Stages.Eigenimages, "eigenimages", () => EigenStage.RunAsync(network, dataset, atlas, options, Report("eigenimages"), cancellationToken)).ConfigureAwait(false);
        await DoAsync(Stages.Explanations, "explanations", () => ExplanationStage.RunAsync(network, atlas, options, Report("explanations"), cancellationToken)).ConfigureAwait(false);
        Do(Stages.Figure, "figure", () => FigureStage.Run(atlas));
        atlas.Seal();
        return Account.Of(atlas, stages) with { MillisecondsPerImage = each };

        void Do(Stages stage, string name, Action work) => DoAsync(stage, name, () =>
        {
            work();
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

        async Task DoAsync(Stages stage, string name, Func<Task> work)
        {
            if (!options.Stages.HasFlag(stage)) return;
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new(name, 0, ""));
            watch.Restart();
            await work().ConfigureAwait(false);
            stages.Add((name, watch.Elapsed.TotalSeconds));
            progress?.Report(new(name, 1, ""));
        }

        Action<double, string> Report(string name) => (share, detail) => progress?.Report(new(name, share, detail));
    }
}

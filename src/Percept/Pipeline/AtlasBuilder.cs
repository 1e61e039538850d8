using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>Builds an atlas piece by piece. Each finished piece is kept whatever happens next, and the same call goes on where an earlier one stopped.</summary>
public static class AtlasBuilder
{
    /// <summary>Builds what is missing of an atlas. A stage, a layer or a unit that fails is listed with its reason in <see cref="BuildReport.Missing"/>, and the others go on.</summary>
    /// <param name="network">The network to look into.</param>
    /// <param name="images">The dataset.</param>
    /// <param name="atlasPath">The atlas file, begun or new.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Receives a report of every piece of work.</param>
    /// <param name="cancellationToken">Ends it soon; what is finished by then is kept.</param>
    /// <exception cref="Onnx.Graphs.GraphException">The network's channels are none that pictures have, or it has no layers.</exception>
    /// <exception cref="BuildException">The network cannot be run to any layer, or the folder of images has disappeared.</exception>
    /// <exception cref="AtlasException">The file is the atlas of another network or dataset, is being written by another process, or cannot be written.</exception>
    public static async Task<BuildReport> BuildAsync(
        Network network, ImageFolder images, string atlasPath, BuildOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        network.Preprocessing.RequirePictures();
        network.RequireLayers();
        var dataset = ListStage.Begun(atlasPath, Dataset.Of(images));
        var identity = Identities.Of(network, dataset, options);
        using var atlas = Atlas.OpenWrite(atlasPath, identity);
        // Matching alone draws nothing at random, and its command gives less than what may be there.
        if (options.Stages.HasFlag(Stages.Optimization)) atlas.Repeat(identity.Seed, identity.Command);
        var build = new BuildContext(network, dataset, atlas, options);
        var run = new BuildRun(build, progress, cancellationToken);
        ListStage.Run(dataset, atlas);
        LayerStage.Run(network, atlas);
        await run.DoAllAsync(AtlasStages.All).ConfigureAwait(false);
        atlas.Seal();
        return AtlasSummary.Of(atlas, run.Times) with { MillisecondsPerImage = run.MillisecondsPerImage };
    }
}

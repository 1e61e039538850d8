using Percept.Atlases;
using Percept.Networks;

namespace Percept.Building;

/// <summary>What the stages of a build work on.</summary>
/// <param name="network">The network.</param>
/// <param name="dataset">The images.</param>
/// <param name="atlas">The atlas that is written.</param>
/// <param name="options">What is wanted.</param>
sealed class BuildContext(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options)
{
    internal Network Network => network;

    internal Dataset Dataset => dataset;

    internal AtlasWriter Atlas => atlas;

    internal BuildOptions Options => options;

    /// <summary>What looking at an image took when matching, in milliseconds; null where there was too little left to look at.</summary>
    internal double? MillisecondsPerImage { get; set; }
}

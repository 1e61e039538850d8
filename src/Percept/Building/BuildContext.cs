using Percept.Atlases;
using Percept.Networks;

namespace Percept.Building;

/// <summary>What the stages of a build work on.</summary>
/// <param name="Network">The network.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Atlas">The atlas that is written.</param>
/// <param name="Options">What is wanted.</param>
sealed record BuildContext(Network Network, Dataset Dataset, AtlasWriter Atlas, BuildOptions Options);

using Percept.Atlases;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Cli;

/// <summary>The network that an atlas is about, from a file, seen as it was then.</summary>
static class AtlasNetwork
{
    /// <exception cref="GraphException">The file is another network.</exception>
    internal static Network Load(string path, AtlasIdentity identity)
    {
        var network = Network.Load(path, identity.Preprocessing with { Size = [identity.InputHeight, identity.InputWidth] });
        return network.Model.Hash == identity.ModelSha256 ? network : throw new GraphException($"'{path}' is not the network that this atlas is about, {identity.ModelName} (sha256 {identity.ModelSha256[..Math.Min(12, identity.ModelSha256.Length)]}).");
    }
}

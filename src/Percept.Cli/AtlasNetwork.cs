using System.Globalization;
using Percept.Atlases;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Cli;

/// <summary>The network that an atlas is about, from a file, seen as it was then.</summary>
static class AtlasNetwork
{
    /// <exception cref="GraphException">The file is another network.</exception>
    /// <exception cref="AtlasException">What the atlas says of its network cannot be understood.</exception>
    internal static Network Load(string path, AtlasIdentity identity)
    {
        var network = Network.Load(path, Said(identity));
        return network.Model.Hash == identity.ModelSha256 ? network : throw new GraphException($"'{path}' is not the network that this atlas is about, {identity.ModelName} (sha256 {identity.ModelSha256[..Math.Min(12, identity.ModelSha256.Length)]}).");
    }

    static PreprocessingOptions Said(AtlasIdentity identity)
    {
        try
        {
            return Read(identity);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new AtlasException($"The atlas says of its network's preprocessing '{identity.Preprocessing}', which cannot be understood. It is damaged: restore it from a copy, or build it anew.", inner: error);
        }
    }

    static PreprocessingOptions Read(AtlasIdentity identity)
    {
        var said = identity.Preprocessing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=', 2)).Where(option => option.Length == 2).ToDictionary(option => option[0], option => option[1]);
        return new()
        {
            Range = Numbers("--range"),
            Mean = Numbers("--mean"),
            Std = Numbers("--std"),
            Channels = said.TryGetValue("--channels", out var channels) ? Enum.Parse<ChannelOrder>(channels, ignoreCase: true) : null,
            Layout = said.TryGetValue("--layout", out var layout) ? Enum.Parse<Layout>(layout, ignoreCase: true) : null,
            Size = [identity.InputHeight, identity.InputWidth],
        };

        double[]? Numbers(string option) => said.TryGetValue(option, out var list) ? [.. list.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))] : null;
    }
}

using System.Globalization;
using System.Reflection;
using Percept.Atlases;
using Percept.Building;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>Says what an atlas is about: which network, seen how, on which images.</summary>
static class Identities
{
    internal static AtlasIdentity Of(Network network, Dataset dataset, BuildOptions options) => new()
    {
        ModelName = network.Model.Name,
        ModelSha256 = network.Model.Hash,
        InputHeight = network.Preprocessing.Height,
        InputWidth = network.Preprocessing.Width,
        InputChannels = network.Preprocessing.ImageChannels,
        Layout = network.Preprocessing.Layout.ToString().ToUpperInvariant(),
        Preprocessing = PreprocessingOptions.Of(network.Preprocessing) with { Size = null },
        PreprocessingSource = network.Origin.ToString(),
        PreprocessingReason = network.Origin.Reason,
        Dataset = options.Dataset ?? string.Create(CultureInfo.InvariantCulture, $"{dataset.Count} images of {NameOf(dataset)}"),
        DatasetSha256 = dataset.Hash,
        ToolVersion = typeof(AtlasBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Seed = options.Seed,
        Command = options.Command ?? CommandText.Atlas(network, NameOf(dataset), options),
    };

    static string NameOf(Dataset dataset) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataset.Folder)));
}

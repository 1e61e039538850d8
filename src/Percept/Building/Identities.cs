using System.Globalization;
using System.Reflection;
using Percept.Atlases;
using Percept.Files;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

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
        Preprocessing = network.Preprocessing.ToOptions(),
        PreprocessingSource = network.Origin.ToString(),
        PreprocessingReason = network.Origin.Reason,
        Dataset = options.Dataset ?? string.Create(CultureInfo.InvariantCulture, $"{dataset.Count} images of {NameOf(dataset)}"),
        DatasetSha256 = dataset.Hash,
        ToolVersion = typeof(AtlasBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Seed = options.Seed,
        Command = options.Command ?? Command(network, dataset, options),
    };

    /// <summary>The one command that gives the same, however the work was divided and wherever the files lay.</summary>
    static string Command(Network network, Dataset dataset, BuildOptions options)
    {
        var (verb, more) = options.Stages.HasFlag(Stages.Optimization)
            ? ("atlas", string.Create(CultureInfo.InvariantCulture, $" --units {options.UnitsPerLayer ?? int.MaxValue} --steps {options.Steps} --seed {options.Seed}"))
            : ("match", "");
        return string.Create(CultureInfo.InvariantCulture,
            $"percept {verb} {ShellText.Quote(network.Model.Name)} --images {ShellText.Quote(NameOf(dataset))} {network.Preprocessing.ToOptions()} --size={network.Preprocessing.Height},{network.Preprocessing.Width} --top {options.Matching.Top}{(options.Matching.Dedupe ? " --dedupe" : "")}{(options.Matching.Rank == Rank.Relevance ? " --rank relevance" : "")}{more} -o {ShellText.Quote(Path.ChangeExtension(network.Model.Name, ".percept"))}");
    }

    static string NameOf(Dataset dataset) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataset.Folder)));
}

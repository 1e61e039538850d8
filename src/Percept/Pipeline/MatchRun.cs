using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>A network ready to be matched with images, in all layers that it can be run to; the others are missing.</summary>
sealed class MatchRun : IDisposable
{
    readonly BuildOptions options;

    MatchRun(BuildOptions options, Matcher matcher, IReadOnlyList<Layer> layers, IReadOnlyList<MissingRecord> missing) =>
        (this.options, Matcher, Layers, Missing) = (options, matcher, layers, missing);

    internal Matcher Matcher { get; }

    /// <summary>The layers that are matched.</summary>
    internal IReadOnlyList<Layer> Layers { get; }

    /// <summary>The others, and why they are not.</summary>
    internal IReadOnlyList<MissingRecord> Missing { get; }

    /// <summary>Makes a network ready; only where it fails as a whole is each layer tried alone.</summary>
    /// <exception cref="BuildException">It cannot be run to any layer.</exception>
    internal static MatchRun Of(Network network, BuildOptions options, StageRun run)
    {
        Matcher? all = null;
        if (run.Try(() => all = Ready(network.Layers)) is null) return new(options, all!, network.Layers, []);
        var (layers, missing) = (new List<Layer>(), new List<MissingRecord>());
        foreach (var layer in network.Layers)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (run.Try(() => Ready([layer]).Dispose(), layer) is { } failed) missing.Add(failed);
            else layers.Add(layer);
        }

        return layers.Count > 0 ? new(options, Ready(layers), layers, missing) : throw new BuildException($"'{network.Model.Name}' cannot be run to any of its {network.Layers.Count} layers. {missing[0].Reason}");

        Matcher Ready(IReadOnlyList<Layer> layers)
        {
            var matcher = new Matcher(network, layers, options.Matching);
            try
            {
                matcher.Prove();
                return matcher;
            }
            catch
            {
                matcher.Dispose();
                throw;
            }
        }
    }

    /// <summary>The mark that some consecutive images are matched.</summary>
    internal AtlasPart Part(int start) => new(string.Create(CultureInfo.InvariantCulture, $"matching/{start}"), DependsOn(options) + Without);

    /// <summary>The mark that all images are matched, but for some parts.</summary>
    internal AtlasPart Whole(int missingParts) => new("matching", missingParts == 0 ? DependsOn(options) + Without : string.Create(CultureInfo.InvariantCulture, $"{missingParts} parts are missing"));

    /// <summary>Whether an atlas has all of it, with or without layers that could not be matched.</summary>
    internal static bool IsDone(Atlas atlas, BuildOptions options) =>
        atlas.Pieces().Any(piece => piece.Name == "matching" && (piece.DependsOn == DependsOn(options) || piece.DependsOn.StartsWith(DependsOn(options) + " without ", StringComparison.Ordinal)));

    string Without => Missing.Count == 0 ? "" : $" without {string.Join(' ', Missing.Select(missing => missing.Layer))}";

    static string DependsOn(BuildOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"top {options.Matching.Top}{(options.Matching.Dedupe ? " deduped" : "")}{(options.Matching.Rank == Rank.Activation ? "" : " by relevance")}");

    public void Dispose() => Matcher.Dispose();
}

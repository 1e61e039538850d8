using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Detection;

/// <summary>A network whose preprocessing is settled: what is said of it, else what the evidence is sure of, else what is assumed.</summary>
/// <param name="Network">The network.</param>
/// <param name="Note">What its user should know, in a sentence; null where there is nothing.</param>
public sealed record ConfiguredNetwork(Network Network, string? Note)
{
    const double Certain = 0.99;

    /// <summary>Settles it. The network's own file decides where it can, so that the same network is seen the same way whatever images it is shown.</summary>
    /// <param name="network">The network as it was loaded.</param>
    /// <param name="images">Images that it is to look at, which are asked where the file cannot tell.</param>
    public static ConfiguredNetwork Of(Network network, IReadOnlyList<ImageFile>? images = null)
    {
        try
        {
            images ??= [];
            if (network.Origin.Source != PreprocessingSource.Assumed) return new(network, PreprocessingEvidence.Of(network, images, thorough: false).Warning);
            var found = PreprocessingEvidence.Of(network);
            if (!found.Decides && images.Count > 0) found = PreprocessingEvidence.InBothOrders(network, images);
            return found is { Decides: true, Best: { } best } ? Used(network, best.Convention, found) : Assumed(network, found.Best is null ? found.Sentence : $"Not beyond doubt: {found.Sentence}");
        }
        catch (GraphException)
        {
            // What cannot be run says so where it is run.
            return new(network, null);
        }
    }

    static ConfiguredNetwork Used(Network network, Convention fits, PreprocessingEvidence found)
    {
        var (given, told) = (network.Origin.KnowsOrder, found.SureOfOrder >= Certain);
        var order = given ? network.Preprocessing.Channels : told ? fits.Preprocessing.Channels : fits.UsualOrder;
        var used = fits.InOrderOf(order);
        var settled = network.With(used, new(PreprocessingSource.Evidence, given || told, found.Sentence));
        return new(settled, $"Nothing says how images become the input of '{network.Model.Name}', so what the evidence is sure of is used: {fits.Name}, which is {used.ToArguments()}{OrderOf(settled)}. `percept inspect MODEL` says why; --range, --mean, --std and --channels override it.");
    }

    static ConfiguredNetwork Assumed(Network network, string reason)
    {
        var settled = network.With(network.Preprocessing, network.Origin with { Reason = reason });
        if (network.Preprocessing.Channels is ChannelOrder.Planes or ChannelOrder.Rgba) return new(settled, null);
        return new(settled, $"Nothing says how images become the input of '{network.Model.Name}', and its file does not tell either: {network.Preprocessing.ToArguments()} is assumed. Where that is wrong, pictures and maps are wrong; say it with --range, --mean, --std and --channels.");
    }

    static string OrderOf(Network settled) => settled.Origin.KnowsOrder ? "" : $"; the order of the channels cannot be determined, and {settled.Preprocessing.Channels.ToString().ToLowerInvariant()} is assumed";
}

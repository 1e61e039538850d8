using Percept.Networks;

namespace Percept.Cli.Records;

/// <summary>A network's preprocessing as verbs print it.</summary>
/// <param name="Range">What black and white become.</param>
/// <param name="Mean">What is then subtracted, for each channel.</param>
/// <param name="Std">What is then divided by.</param>
/// <param name="Channels">The order of the channels, or <c>unknown</c>.</param>
/// <param name="Layout">The order of the axes.</param>
/// <param name="Height">The images' height in pixels.</param>
/// <param name="Width">Their width.</param>
/// <param name="Source">What says the values.</param>
/// <param name="Reason">Why, where it is by evidence or cannot be determined.</param>
/// <param name="Options">The options that give the same again; where the order of the channels is unknown, with the one that is assumed.</param>
sealed record PreprocessingRecord(double[] Range, IReadOnlyList<double> Mean, IReadOnlyList<double> Std, string Channels, Layout Layout, int Height, int Width, PreprocessingSource Source, string? Reason, string Options)
{
    internal static PreprocessingRecord Of(Network network)
    {
        var (known, origin) = (network.Preprocessing, network.Origin);
        return new(
            [known.Low, known.High], known.Mean, known.Deviation, origin.KnowsOrder ? known.Channels.ToString().ToLowerInvariant() : "unknown",
            known.Layout, known.Height, known.Width, origin.Source, origin.Reason.Length > 0 ? origin.Reason : null, known.ToArguments());
    }
}

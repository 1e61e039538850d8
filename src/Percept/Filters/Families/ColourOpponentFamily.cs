namespace Percept.Filters.Families;

/// <summary>A patch that weighs one colour against another and ignores brightness: one Gaussian whose gains in the channels sum to zero.</summary>
/// <remarks>Parameters: row, column, width. Only filters of colour images have such a part.</remarks>
sealed class ColourOpponentFamily : FilterFamily
{
    public override string Name => "colour-opponent";

    internal override int Freedom(int channels) => channels + 2;

    internal override double[][] Seen(double[][] channels) =>
        [.. channels.Select(channel => channel.Select((weight, pixel) => weight - channels.Average(other => other[pixel])).ToArray())];

    internal override IEnumerable<double[]> Starts(int height, int width) => BlobFamily.Patches(height, width);

    internal override Patterns? At(double[] parameters, int height, int width) => BlobFamily.Patch(parameters, height, width);

    internal override IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture) => [("y", parameters[0]), ("x", parameters[1]), ("width", parameters[2])];
}

using Percept.Networks;

namespace Percept.Watching;

/// <summary>A unit on an image.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Unit">Its number.</param>
/// <param name="Activation">Its highest activation in the image.</param>
/// <param name="Percentile">In how many of a hundred images it reaches less; null where nothing is known of its usual activations.</param>
/// <param name="Y">The row in the layer where the highest activation is; the first of equals.</param>
/// <param name="X">The column.</param>
public sealed record TopUnit(Layer Layer, int Unit, float Activation, double? Percentile, int Y, int X)
{
    /// <summary>The unit with its numbers, such as <c>conv2:7 3.2 (99.8 %)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Layer.NameOf(Unit)} {Activation:G3}{(Percentile is { } share ? FormattableString.Invariant($" ({Shown(share)} %)") : "")}");

    /// <remarks>Never rounded up to all images.</remarks>
    static string Shown(double share) => share >= 100 ? "100" : Math.Min(99.9, share).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

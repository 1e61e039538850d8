using System.Globalization;
using Percept.Atlases;

namespace Percept.Explorer;

/// <summary>Numbers and facts as a reader says them.</summary>
static class Words
{
    internal static string Number(double value) => value switch
    {
        double.NaN => "not a number",
        double.PositiveInfinity => "infinite",
        double.NegativeInfinity => "minus infinite",
        _ when Math.Abs(value) is >= 1000 and < 1e9 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−'),
    };

    internal static string Count(long count, string one, string? many = null) =>
        $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    internal static string Percent(double share) => share switch
    {
        double.NaN => "an unknown share",
        > 0 and < 0.01 => "less than 1 %",
        > 0.99 and < 1 => "more than 99 %",
        _ => $"{Math.Round(100 * share)} %",
    };

    internal static string Shape(LayerRecord layer) => layer is { Height: 1, Width: 1 } ? "one value each" : $"{layer.Height} × {layer.Width} positions" + (layer.OtherTokens == 0 ? "" : $" and {Count(layer.OtherTokens, "token")} without a position in the image");

    internal static string ReceptiveField(LayerRecord layer, AtlasIdentity identity) =>
        (layer.LocalHeight >= identity.InputHeight && layer.LocalWidth >= identity.InputWidth ? "receptive field: the whole image" : $"receptive field {layer.LocalHeight} × {layer.LocalWidth} pixels")
        + (layer.Gates == 0 || IsSame(layer) ? "" : layer.AttentionShare > 0 ? ", and by attention the whole image" : ", and through global gates the whole image");

    /// <summary>What a layer's units can depend on, with and without global gates, in full.</summary>
    internal static string ReceptiveFieldInFull(LayerRecord layer, AtlasIdentity identity) =>
        $"{layer.ReceptiveFieldHeight} × {layer.ReceptiveFieldWidth} pixels of {identity.InputHeight} × {identity.InputWidth}"
        + (layer.Gates == 0 ? "" : $"; {layer.LocalHeight} × {layer.LocalWidth} without {Count(layer.Gates, "global gate")}");

    static bool IsSame(LayerRecord layer) => layer.LocalHeight == layer.ReceptiveFieldHeight && layer.LocalWidth == layer.ReceptiveFieldWidth;

    internal static string Title(Level level) => level switch { Level.Low => "Low level", Level.Mid => "Mid level", _ => "High level" };

    internal static string Meaning(Level level) => level switch
    {
        Level.Low => "Closest to the pixels: edges, colours, simple textures.",
        Level.Mid => "Between: textures, shapes and parts of things.",
        _ => "Furthest from the pixels: whole things and what sets them apart.",
    };

    /// <remarks>The file's name alone: a path of somebody's disk is nobody else's business.</remarks>
    internal static string FileName(string path) => Path.GetFileName(path);
}

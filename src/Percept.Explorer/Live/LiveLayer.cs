using Percept.Networks;
using Percept.Watching;

namespace Percept.Explorer.Live;

/// <summary>How a layer is sent to the live page: its numbers, then its maps, made smaller where they are large.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Where its positions lie on the image.</param>
/// <param name="Factor">How many positions in a row become one, the highest of them.</param>
/// <param name="Offset">Where it begins in an answer, in bytes.</param>
sealed record LiveLayer(Layer Layer, MapPlacement Place, int Factor, int Offset)
{
    const int Largest = 4 << 20;

    /// <summary>The numbers before the maps: highest activation, percentile, place, and the units in order.</summary>
    internal const int Numbers = 4;

    internal int Rows => (Place.Rows + Factor - 1) / Factor;

    internal int Columns => (Place.Columns + Factor - 1) / Factor;

    internal int MapsAt => Offset + (Numbers * sizeof(float) * Layer.Channels);

    internal int End => (MapsAt + (Layer.Channels * Rows * Columns) + 3) / 4 * 4;

    /// <summary>All layers, behind a header: maps of 128 a side, or less where an answer would exceed 4 MiB.</summary>
    internal static IReadOnlyList<LiveLayer> Of(Network network, int header)
    {
        var places = network.Layers.Select(layer => MapPlacement.Of(network, layer)).ToArray();
        for (var side = 128; ; side /= 2)
        {
            var (layers, at) = (new List<LiveLayer>(), header);
            foreach (var (layer, place) in network.Layers.Zip(places))
            {
                layers.Add(new(layer, place, (Math.Max(place.Rows, place.Columns) + side - 1) / side, at));
                at = layers[^1].End;
            }

            if (at <= Largest || side <= 8) return layers;
        }
    }

    /// <summary>Writes what the watcher saw last.</summary>
    internal void Write(byte[] answer, Watcher watcher, ActivationReferences norms)
    {
        var summaries = watcher.Summaries(Layer);
        var order = TopUnits.Order(Layer, summaries, norms);
        var numbers = new BinaryWriter(new MemoryStream(answer, Offset, MapsAt - Offset));
        foreach (var unit in summaries) numbers.Write(unit.Max);
        for (var unit = 0; unit < summaries.Length; unit++) numbers.Write((float)(norms[Layer, unit]?.Percentile(summaries[unit].Max) ?? double.NaN));
        foreach (var unit in summaries) numbers.Write(unit.ArgMax);
        foreach (var unit in order) numbers.Write(unit);
        for (var unit = 0; unit < summaries.Length; unit++)
            Shrink(watcher.Map(Layer, unit), answer.AsSpan(MapsAt + (unit * Rows * Columns), Rows * Columns), Range(summaries[unit], norms[Layer, unit]));
    }

    /// <summary>What is drawn darkest and brightest: silence, and the most that the unit does on any image or this one.</summary>
    static (float Low, float High) Range(UnitSummary here, ActivationReference? norm)
    {
        var high = (float)Math.Max(here.Max, norm?.Maximum ?? double.NegativeInfinity);
        return (high > 0 ? 0 : (float)Math.Min(here.Min, norm?.Minimum ?? double.PositiveInfinity), high);
    }

    void Shrink(ReadOnlySpan<float> map, Span<byte> into, (float Low, float High) range)
    {
        map = map[..(Place.Rows * Place.Columns)];
        var scale = range.High > range.Low ? 255 / (range.High - range.Low) : 0;
        var row = new float[Columns];
        for (var y = 0; y < Rows; y++)
        {
            row.AsSpan().Fill(float.NegativeInfinity);
            for (var v = y * Factor; v < Math.Min((y + 1) * Factor, Place.Rows); v++)
            {
                var positions = map.Slice(v * Place.Columns, Place.Columns);
                for (var x = 0; x < positions.Length; x++)
                    if (positions[x] > row[x / Factor]) row[x / Factor] = positions[x];
            }

            for (var x = 0; x < row.Length; x++) into[(y * Columns) + x] = (byte)Math.Clamp(((row[x] - range.Low) * scale) + 0.5f, 0, 255);
        }
    }
}

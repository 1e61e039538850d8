using System.Runtime.InteropServices;
using Percept.Imaging;
using Percept.Networks;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Watching;

namespace Percept.Tests.Watching;

public sealed class WatcherTests : IDisposable
{
    const int Side = 32;

    readonly TemporaryFolder folder = new();
    readonly Network network;
    readonly Watcher watcher;

    public WatcherTests()
    {
        network = Network.Load(TinyNetwork.Write(folder), new() { Size = [Side, Side] });
        watcher = new(network.On(Device.Cpu.With(new(1))));
    }

    public void Dispose()
    {
        watcher.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_units_that_fire_most_and_where_are_those_that_brute_force_finds()
    {
        var picture = Picture.Decode(Atlases.Drawing.Scene(3, Side), "scene");
        var expected = FirstLayer(picture.ToPlanes());

        watcher.Look(picture);
        var layer = network.Layers[0];
        var found = TopUnits.Top(layer, watcher.Summaries(layer), ActivationReferences.None, count: 4);

        var order = Enumerable.Range(0, 6).OrderByDescending(unit => expected[unit].Cast<float>().Max()).Take(4).ToArray();
        Assert.Equal(order, found.Select(unit => unit.Unit));
        foreach (var unit in found)
        {
            Assert.Equal(expected[unit.Unit].Cast<float>().Max(), unit.Activation, 1e-4);
            Assert.Equal(unit.Activation, expected[unit.Unit][unit.Y, unit.X], 1e-4);
            Assert.Null(unit.Percentile);
            Assert.Equal(expected[unit.Unit].Cast<float>(), watcher.Map(layer, unit.Unit).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Relative_to_other_images_a_unit_that_always_fires_is_behind_one_that_fires_here_alone()
    {
        UnitSummary[][] Image(params float[] highest) => [[.. highest.Select(activation => UnitSummary.None.With(activation, 0))]];
        var norms = ActivationReferences.Of([Image(9, 1, 0), Image(10, 0, 0), Image(9.5f, 0.5f, 0)]);

        var found = TopUnits.Top(network.Layers[0] with { Channels = 3 }, Image(9, 1, 0)[0], norms, count: 3);

        Assert.Equal([1, 2, 0], found.Select(unit => unit.Unit));
        Assert.Equal([100.0, 0, 0], found.Select(unit => unit.Percentile));
    }

    [Fact]
    public void A_unit_without_a_finite_activation_is_left_out()
    {
        var units = new[] { UnitSummary.None.With(float.NaN, 0), UnitSummary.None.With(1, 0) };

        Assert.Equal([1], TopUnits.Top(network.Layers[0], units, ActivationReferences.None, count: 2).Select(unit => unit.Unit));
    }

    /// <summary>A convolution of 3 x 3 at every second pixel, one zero around, and what is below zero cut off.</summary>
    static float[][,] FirstLayer(float[] image)
    {
        var (weights, bias) = (MemoryMarshal.Cast<byte, float>(Runtime.Noise(1, 6, 3, 3, 3).Bytes.Span).ToArray(), MemoryMarshal.Cast<byte, float>(Runtime.Noise(2, 6).Bytes.Span).ToArray());
        return [.. Enumerable.Range(0, 6).Select(unit =>
        {
            var map = new float[Side / 2, Side / 2];
            for (var y = 0; y < Side / 2; y++)
            {
                for (var x = 0; x < Side / 2; x++)
                {
                    var sum = bias[unit];
                    for (var (channel, w) = (0, unit * 27); channel < 3; channel++)
                        for (var v = (2 * y) - 1; v <= (2 * y) + 1; v++)
                            for (var h = (2 * x) - 1; h <= (2 * x) + 1; h++, w++)
                                if (v is >= 0 and < Side && h is >= 0 and < Side) sum += weights[w] * image[(((channel * Side) + v) * Side) + h];
                    map[y, x] = Math.Max(0, sum);
                }
            }

            return map;
        })];
    }
}

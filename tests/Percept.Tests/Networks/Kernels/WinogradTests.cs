using FsCheck.Xunit;
using Percept.Networks;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Kernels;

/// <summary>Convolutions by fewer multiplications give what the sum over all their terms gives.</summary>
public sealed class WinogradTests
{
    [Property(MaxTest = 40)]
    public void A_convolution_in_squares_is_its_terms_summed_in_doubles(int seed)
    {
        var random = new Random(seed);
        int[] pads = [.. Enumerable.Range(0, 4).Select(_ => random.Next(0, 4))];
        var (filters, channels) = (random.Next(1, 40), random.Next(1, 40));
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 3), channels, random.Next(3, 26), random.Next(3, 26)]);
        var (w, b) = (Noise(random, [filters, channels, 3, 3]), Noise(random, [filters]));
        var attributes = new Attributes { ["kernel_shape"] = (int[])[3, 3], ["pads"] = pads };
        var inputs = random.Next(2) == 0 ? new[] { x, graph.Constant(w, "w") } : [x, graph.Constant(w, "w"), graph.Constant(b, "b")];
        var plain = graph.Emit("Conv", inputs, attributes);
        var kernel = (inputs.Length == 2 ? WinogradRule.Definition : WinogradRule.WithBias).Name;
        var settings = ConvolutionSizes.Settings(plain.Producer!.Window(), x.Shape, w.Shape, plain.Shape, plain.Shape)!;
        using var session = new Session([.. ((int[])[2, 4])
            .Select(outputs => ($"{outputs}", graph.Emit(OwnOperators.Name(kernel), inputs, WinogradRule.Settings(settings, outputs))))], threads: 2);
        foreach (ref var value in session.Input("x")) value = (random.NextSingle() * 2) - 1;
        session.Run();

        var expected = Sums(x.Shape, session.Input("x"), w, inputs.Length == 2 ? null : b, pads, plain.Shape);
        Near(expected, session.Output("2"), 2e-6);
        Near(expected, session.Output("4"), 1e-5);
    }

    /// <summary>A sum with an infinity in it is not a number, or infinite, where a window sees it, and a number like others where none does.</summary>
    [Property(MaxTest = 40)]
    public void What_is_not_finite_stays_where_the_convolution_has_it(int seed)
    {
        var random = new Random(seed);
        int[] pads = [.. Enumerable.Range(0, 4).Select(_ => random.Next(0, 3))];
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [random.Next(1, 3), random.Next(1, 20), random.Next(5, 26), random.Next(5, 26)]);
        var (w, b) = (Noise(random, [random.Next(1, 40), x.Shape[1], 3, 3]), Noise(random, [40]));
        b = Tensor.Of([w.Shape[0]], b.To<float>()[..w.Shape[0]]);
        Value[] inputs = [x, graph.Constant(w, "w"), graph.Constant(b, "b")];
        var plain = graph.Emit("Conv", inputs, new() { ["kernel_shape"] = (int[])[3, 3], ["pads"] = pads });
        var settings = ConvolutionSizes.Settings(plain.Producer!.Window(), x.Shape, w.Shape, plain.Shape, plain.Shape)!;
        using var session = new Session([.. ((int[])[2, 4]).Select(outputs => ($"{outputs}", graph.Emit(OwnOperators.Name(WinogradRule.WithBias.Name), inputs, WinogradRule.Settings(settings, outputs))))], threads: 2);
        foreach (ref var value in session.Input("x")) value = (random.NextSingle() * 2) - 1;
        float[] odd = [float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        for (var i = random.Next(1, 4); i > 0; i--) session.Input("x")[random.Next((int)x.Shape.Elements)] = odd[random.Next(3)];

        session.Run();

        var expected = Sums(x.Shape, session.Input("x"), w, b, pads, plain.Shape);
        foreach (var outputs in (string[])["2", "4"])
        {
            var found = session.Output(outputs).ToArray();
            Assert.Equal(expected.Select(Kind), found.Select(value => Kind(value)));
            if (expected.Any(double.IsFinite)) Near([.. expected.Where(double.IsFinite)], [.. found.Where(float.IsFinite)], 1e-5);
        }

        static string Kind(double value) => double.IsFinite(value) ? "finite" : $"{value}";
    }

    [Fact]
    public void An_image_is_the_same_to_the_last_bit_beside_others_and_on_several_threads()
    {
        const int Channels = 40, Size = 23, Batch = 3;
        var random = new Random(1);
        var w = Noise(random, [50, Channels, 3, 3]);
        var images = Enumerable.Range(0, Batch).Select(_ => Noise(random, [Channels, Size, Size]).To<float>()).ToArray();

        var together = Run(images, threads: 2);

        Assert.Equal(together, images.SelectMany(image => Run([image], threads: 1)));

        float[] Run(float[][] batch, int threads)
        {
            var graph = new Graph();
            var y = Convolution(graph.Input("x", ElementType.Float32, [batch.Length, Channels, Size, Size]), w, []);
            using var session = new Session([("y", y)], threads: threads);
            batch.SelectMany(image => image).ToArray().CopyTo(session.Input("x"));
            session.Run();
            return session.Output("y").ToArray();
        }
    }

    [Theory]
    [InlineData(64, 64, 56, 4)]
    [InlineData(256, 256, 14, 4)]
    [InlineData(512, 512, 10, 2)]
    [InlineData(3, 64, 224, null)]
    [InlineData(8, 8, 56, null)]
    public void Squares_are_as_large_as_pays(int channels, int filters, int size, int? outputs)
    {
        var y = Convolution(new Graph().Input("x", ElementType.Float32, [1, channels, size, size]), Tensor.Of([filters, channels, 3, 3], new float[filters * channels * 9]), []);

        Assert.Equal(outputs, WinogradRule.Of(y.Producer!)?.Attributes.Ints("outputs")?.Single());
    }

    [Fact]
    public void Convolutions_of_other_windows_are_the_runtimes()
    {
        var x = new Graph().Input("x", ElementType.Float32, [1, 64, 56, 56]);
        var w = Tensor.Of([64, 64, 3, 3], new float[64 * 64 * 9]);

        Assert.Null(WinogradRule.Of(Convolution(x, w, new() { ["strides"] = (int[])[2, 1] }).Producer!));
        Assert.Null(WinogradRule.Of(Convolution(x, w, new() { ["dilations"] = (int[])[2, 2] }).Producer!));
        Assert.Null(WinogradRule.Of(Convolution(x, Tensor.Of([64, 32, 3, 3], new float[64 * 32 * 9]), new() { ["group"] = 2 }).Producer!));
        Assert.Null(WinogradRule.Of(Convolution(x, Tensor.Of([64, 64, 3, 1], new float[64 * 64 * 3]), []).Producer!));
    }

    static Value Convolution(Value x, Tensor w, Attributes attributes) =>
        x.Graph.Emit("Conv", [x, x.Graph.Constant(w, "w")], attributes.With("kernel_shape", (int[])[.. w.Shape.Skip(2)]).With("pads", (int[])[1, 1, 1, 1]));

    static double[] Sums(Shape x, ReadOnlySpan<float> seen, Tensor weights, Tensor? bias, int[] pads, Shape y)
    {
        var (w, b, sums, at) = (weights.To<float>(), bias?.To<float>(), new double[y.Elements], 0);
        for (var image = 0; image < y[0]; image++)
            for (var filter = 0; filter < y[1]; filter++)
                for (var row = 0; row < y[2]; row++)
                    for (var column = 0; column < y[3]; column++, at++)
                    {
                        sums[at] = b?[filter] ?? 0;
                        for (var channel = 0; channel < x[1]; channel++)
                            for (var v = Math.Max(0, pads[0] - row); v < Math.Min(3, x[2] + pads[0] - row); v++)
                                for (var h = Math.Max(0, pads[1] - column); h < Math.Min(3, x[3] + pads[1] - column); h++)
                                    sums[at] += (double)w[(((filter * x[1]) + channel) * 9) + (v * 3) + h] * seen[(((((image * x[1]) + channel) * x[2]) + row + v - pads[0]) * x[3]) + column + h - pads[1]];
                    }

        return sums;
    }

    static Tensor Noise(Random random, Shape shape) => Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (random.NextSingle() * 2) - 1)]);

    static void Near(double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{expected[i]} was expected at {i}, and {actual[i]} found; the largest is {scale}.");
    }
}

using System.Numerics.Tensors;
using Percept.Demo;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class ImageParameterizationTests
{
    public static TheoryData<string, int, int, int> Cases => new()
    {
        { "pixels", 3, 32, 32 }, { "fourier", 3, 32, 32 }, { "fourier", 3, 24, 40 }, { "fourier", 3, 33, 31 }, { "fourier", 1, 32, 24 }, { "fourier", 5, 16, 16 },
        { "pyramid", 3, 33, 24 }, { "cppn", 3, 16, 20 }, { "phase", 3, 32, 32 },
    };

    static ImageParameterization Kind(string name) => name switch
    {
        "pixels" => new Pixels(),
        "fourier" => new Fourier(),
        "pyramid" => new Pyramid(),
        "cppn" => new Cppn(),
        _ => new FixedSpectrum(),
    };

    [Theory, MemberData(nameof(Cases))]
    public void Every_parameterisation_can_fit_a_picture(string name, int channels, int height, int width)
    {
        var kind = new Decorrelated(Kind(name));
        using var painter = new ParameterizedImage(kind, [1, channels, height, width]);
        var wanted = Wanted(channels, height, width);
        painter.Start(new Random(1));

        var (adam, difference) = (new Adam(painter.Parameters.Length, kind.LearningRate), new float[wanted.Length]);
        for (var step = 0; step < 300; step++)
        {
            painter.Decode();
            TensorPrimitives.Subtract(wanted, painter.Image, difference);
            adam.Ascend(painter.Parameters, painter.Vjp(difference));
        }

        // Phases alone come as near as the picture's own phases do; smooth functions of the place four times as near as an even grey.
        if (name == "phase") Assert.InRange(Likeness(painter, wanted), 0.95 * LikenessOfItsPhases(kind, wanted, [1, channels, height, width]), 1);
        else Assert.InRange(Error(painter, wanted), 0, name == "cppn" ? Spread(wanted) / 4 : 0.003);
    }

    [Theory, InlineData("pixels"), InlineData("fourier"), InlineData("pyramid")]
    public void What_starts_from_an_image_starts_as_it(string name)
    {
        using var painter = new ParameterizedImage(new Decorrelated(Kind(name)), [1, 3, 24, 31]);
        var wanted = Wanted(3, 24, 31);

        painter.Fit(wanted);

        Assert.InRange(Error(painter, wanted), 0, 0.001);
    }

    [Fact]
    public void Phases_of_an_image_are_kept_where_its_amplitudes_are_not()
    {
        using var painter = new ParameterizedImage(new FixedSpectrum(), [1, 1, 24, 32]);
        var wanted = Wanted(1, 24, 32);

        painter.Fit(wanted);

        Assert.InRange(Likeness(painter, wanted), 0.6, 1);
    }

    [Fact]
    public void Colours_of_a_folder_are_independent_after_its_transform()
    {
        var statistics = ColourStatistics.Of(DemoNetwork.Faces.Images, most: 12);

        var identity = Product(statistics.Matrix, ColourMatrix.Inverse(statistics.Matrix));
        for (var i = 0; i < 9; i++) Assert.Equal(i % 4 == 0 ? 1 : 0, identity[i], 1e-6);
        // The first colour is brightness; natural amplitudes fall with frequency.
        Assert.All([0, 3, 6], i => Assert.True(statistics.Matrix[i] > 0));
        Assert.True(statistics.Amplitudes[0][2] > 4 * statistics.Amplitudes[0][^3]);

        static double[] Product(IReadOnlyList<double> a, IReadOnlyList<double> b) =>
            [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(k => a[(i / 3 * 3) + k] * b[(k * 3) + (i % 3)]))];
    }

    static float[] Wanted(int channels, int height, int width)
    {
        var planes = Picture.ReadFitted(DemoNetwork.Faces.Images[10].Path, height, width).ToPlanes();
        return [.. Enumerable.Range(0, channels).SelectMany(channel => planes.AsSpan(channel % 3 * height * width, height * width).ToArray())];
    }

    static double Error(ParameterizedImage painter, float[] wanted)
    {
        painter.Decode();
        return Math.Pow(TensorPrimitives.Distance(wanted, painter.Image), 2) / wanted.Length;
    }

    static double Likeness(ParameterizedImage painter, float[] wanted)
    {
        painter.Decode();
        return TensorPrimitives.CosineSimilarity<float>(Centred(wanted), Centred(painter.Image));
    }

    static double LikenessOfItsPhases(ImageParameterization kind, float[] wanted, Shape shape)
    {
        using var painter = new ParameterizedImage(kind, shape);
        painter.Fit(wanted);
        return Likeness(painter, wanted);
    }

    static double Spread(float[] wanted) => TensorPrimitives.SumOfSquares<float>(Centred(wanted)) / wanted.Length;

    static float[] Centred(ReadOnlySpan<float> values)
    {
        var centred = values.ToArray();
        TensorPrimitives.Subtract(values, TensorPrimitives.Average(values), centred);
        return centred;
    }

    [Fact]
    public void Fourier_paints_what_the_inverse_transform_of_the_textbook_does()
    {
        const int Height = 6, Width = 8;
        Shape images = [1, 1, Height, Width];
        var graph = new Graph();
        var parameters = graph.Input("parameters", ElementType.Float32, new Fourier().ParameterShape(images));
        using var session = new Session([("image", new Fourier(Decay: 0).Build(parameters, images))]);
        // One wave: two periods down and one across.
        session.Input("parameters")[(2 * ((Width / 2) + 1)) + 1] = 1;

        session.Run();

        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                Assert.Equal(2 * Math.Cos(2 * Math.PI * ((2.0 * y / Height) + ((double)x / Width))) / (4 * Math.Sqrt(Height * Width)), session.Output("image")[(y * Width) + x], 1e-6);
    }
}

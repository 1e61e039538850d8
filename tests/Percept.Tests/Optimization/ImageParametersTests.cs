using System.Numerics.Tensors;
using Percept.Demo;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Tests.Optimization;

public sealed class ImageParametersTests
{
    public static TheoryData<string, int, int> Cases => new()
    {
        { "pixels", 32, 32 }, { "fourier", 32, 32 }, { "fourier", 24, 40 }, { "standard", 32, 32 }, { "standard", 33, 31 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Every_parameterisation_can_fit_a_picture(string name, int height, int width)
    {
        ImageParameters parameterisation = name switch { "pixels" => new Pixels(), "fourier" => new Fourier(), _ => ImageParameters.Standard };
        Shape images = [1, 3, height, width];
        var graph = new Graph();
        var parameters = graph.Input("parameters", ElementType.Float32, parameterisation.ParameterShape(images));
        var wanted = graph.Input("wanted", ElementType.Float32, images);
        var difference = parameterisation.Build(parameters, images) - wanted;
        var error = (difference * difference).Mean([], keepDims: false);
        using var session = new Session([("error", error), ("gradient", Gradient.Of(-error, [parameters])[0])]);
        Picture.ReadFitted(DemoData.Images[10].Path, height, width).CopyPlanesTo(session.Input("wanted"));

        var adam = new Adam(session.Input("parameters").Length, 0.05);
        for (var step = 0; step < 300; step++)
        {
            session.Run();
            adam.Ascend(session.Input("parameters"), session.Output("gradient"));
        }

        session.Run();
        Assert.InRange(session.Output("error")[0], 0, 0.003);
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

    [Fact]
    public void The_views_adjoint_is_the_transpose_of_the_view()
    {
        var (warp, random) = (new Warp(3, 20, 24), new Random(5));
        foreach (var map in new[] { Affine.Identity, Affine.Shift(3, -5), Affine.Rotate(0.3).After(Affine.Scale(1.2)), Affine.Shift(40, 2) })
        {
            var (x, y, viewed, carried) = (Noise(), Noise(), new float[3 * 20 * 24], new float[3 * 20 * 24]);
            warp.Set(map);
            warp.Forward(x, viewed);
            warp.Adjoint(y, carried);

            Assert.Equal(TensorPrimitives.Dot<float>(viewed, y), TensorPrimitives.Dot<float>(x, carried), 1e-2);
        }

        float[] Noise() => [.. Enumerable.Range(0, 3 * 20 * 24).Select(_ => random.NextSingle())];
    }
}

using System.Numerics.Tensors;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>Makes images from 0 to 1 of parameters, and carries gradients back to these.</summary>
/// <remarks>The sigmoid is taken here rather than in the graph: its gradient needs the image alone, so where the rest is linear nothing is painted twice.</remarks>
sealed class ParameterizedImage : IDisposable
{
    readonly Shape shape;
    readonly ImageParameterization kind;
    readonly Session paint, pull;
    readonly float[] image;

    internal ParameterizedImage(ImageParameterization kind, Shape shape)
    {
        (this.kind, this.shape) = (kind, shape);
        var graph = new Graph();
        var parameters = graph.Input("parameters", ElementType.Float32, kind.ParameterShape(shape));
        var painted = kind.Build(parameters, shape);
        paint = new([("image", painted)], Device.Cpu, threads: 1);
        pull = new([("gradient", Gradient.Of(painted, [parameters], dY: graph.Input("cotangent", ElementType.Float32, shape))[0])], Device.Cpu, threads: 1);
        image = new float[shape.Elements];
    }

    ParameterizedImage(ParameterizedImage other)
    {
        (kind, shape, paint, pull) = (other.kind, other.shape, other.paint.Twin(), other.pull.Twin());
        image = new float[shape.Elements];
    }

    /// <summary>Another that works at the same time.</summary>
    internal ParameterizedImage Twin() => new(this);

    /// <summary>What is optimised.</summary>
    internal Span<float> Parameters => paint.Input("parameters");

    /// <summary>The image as last painted: channels x height x width.</summary>
    internal ReadOnlySpan<float> Image => image;

    internal void Start(Random random) => kind.Start(random, Parameters, shape);

    internal void Decode()
    {
        paint.Run();
        TensorPrimitives.Sigmoid(paint.Output("image"), image);
    }

    /// <summary>The parameters' gradient, given the last painted image's.</summary>
    internal ReadOnlySpan<float> Vjp(ReadOnlySpan<float> dImage)
    {
        var cotangent = pull.Input("cotangent");
        TensorPrimitives.Subtract(1, image, cotangent);
        TensorPrimitives.Multiply(cotangent, image, cotangent);
        TensorPrimitives.Multiply(cotangent, dImage, cotangent);
        if (pull.Inputs.Contains("parameters")) Parameters.CopyTo(pull.Input("parameters"));
        pull.Run();
        return pull.Output("gradient");
    }

    /// <summary>Sets the parameters to those of an image: channels x height x width, values from 0 to 1.</summary>
    /// <exception cref="GraphException">The parameters of an image are not known by a formula.</exception>
    internal void Fit(ReadOnlySpan<float> planes)
    {
        // A sigmoid never quite reaches black and white, and near them its gradient vanishes.
        const float Darkest = 0.02f;

        var graph = new Graph();
        var wanted = graph.Input("image", ElementType.Float32, shape);
        var parameters = kind.Invert(wanted) ?? throw new GraphException("A picture of the kind \"cppn\" starts from noise; start from an image with the kind \"fourier\", \"pixels\", \"pyramid\" or \"phase\".");
        using var session = new Session([("parameters", parameters)], Device.Cpu, threads: 1);
        var logits = session.Input("image");
        for (var i = 0; i < logits.Length; i++)
        {
            var value = Math.Clamp(planes[i], Darkest, 1 - Darkest);
            logits[i] = MathF.Log(value / (1 - value));
        }

        session.Run();
        session.Output("parameters").CopyTo(Parameters);
    }

    public void Dispose()
    {
        paint.Dispose();
        pull.Dispose();
    }
}

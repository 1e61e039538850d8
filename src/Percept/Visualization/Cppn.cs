using Percept.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>A small network from a pixel's place to its colour, whose weights are optimised: smooth pictures that can be drawn at any size.</summary>
/// <param name="Layers">Hidden layers.</param>
/// <param name="Hidden">Units in each.</param>
/// <remarks>A compositional pattern producing network (Stanley 2007; Mordvintsev et al., "Differentiable image parameterizations", Distill 2018).</remarks>
public sealed record Cppn(int Layers = 8, int Hidden = 24) : ImageParameterization
{
    internal override double LearningRate => 0.005;

    internal override Shape ParameterShape(Shape images) => [Weights(images[1]).Sum(weight => (weight.In + 1) * weight.Out)];

    /// <summary>Variances that keep activations' sizes from layer to layer; the last layer starts at zero, which is an even grey.</summary>
    internal override void Start(Random random, Span<float> parameters, Shape images)
    {
        parameters.Clear();
        foreach (var (inputs, outputs) in Weights(images[1]).Take(Layers))
        {
            foreach (ref var weight in parameters[..(inputs * outputs)]) weight = (float)(random.NextGaussian() / Math.Sqrt(inputs));
            foreach (ref var bias in parameters.Slice(inputs * outputs, outputs)) bias = (float)(0.1 * random.NextGaussian());
            parameters = parameters[((inputs + 1) * outputs)..];
        }
    }

    internal override Value Build(Value parameters, Shape images)
    {
        var (graph, start) = (parameters.Graph, 0);
        var x = graph.Constant(Places(images[2], images[3]));
        foreach (var (i, (inputs, outputs)) in Weights(images[1]).Index())
        {
            var weights = parameters.Slice(0, start, start += inputs * outputs).Reshape([inputs, outputs]);
            x = x.MatMul(weights) + parameters.Slice(0, start, start += outputs);
            if (i == Layers) break;
            var bent = graph.Emit("Atan", [x]);
            // The means and deviations that both halves have on normal numbers are taken out.
            x = graph.Emit("Concat", [bent * (1 / 0.67), ((bent * bent) - 0.45) * (1 / 0.396)], new() { ["axis"] = 1 });
        }

        return x.Transpose(1, 0).Reshape(images);
    }

    IEnumerable<(int In, int Out)> Weights(int channels) =>
        Enumerable.Range(0, Layers + 1).Select(layer => (layer == 0 ? 2 : 2 * Hidden, layer == Layers ? channels : Hidden));

    /// <summary>Rows and columns from −√3 to √3, whose deviation is 1; the longer side of an image that is not square reaches further.</summary>
    static Tensor Places(int height, int width)
    {
        var (places, side) = (new float[2 * height * width], Math.Max(Math.Min(height, width) - 1, 1));
        for (var i = 0; i < height * width; i++)
        {
            places[2 * i] = (float)(Math.Sqrt(3) * ((2.0 * (i / width)) - (height - 1)) / side);
            places[(2 * i) + 1] = (float)(Math.Sqrt(3) * ((2.0 * (i % width)) - (width - 1)) / side);
        }

        return Tensor.Of([height * width, 2], places);
    }
}
